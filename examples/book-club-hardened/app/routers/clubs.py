from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.orm import Session

from app import audit, crud, rate_limit, schemas
from app.auth import CurrentUser
from app.database import get_db
from app.idempotency import Idempotent
from app.models import Book, Club

router = APIRouter(prefix="/clubs", tags=["clubs"])


@router.get("", response_model=list[schemas.ClubOut])
def list_clubs(
    db: Annotated[Session, Depends(get_db)], limit: schemas.Limit = 20, offset: schemas.Offset = 0
) -> list[Club]:
    return crud.list_clubs(db, limit, offset)


@router.post("", response_model=schemas.ClubOut, status_code=201)
def create_club(
    payload: schemas.ClubCreate,
    user: CurrentUser,
    limit: rate_limit.write,
    idempotency: Idempotent,
    db: Annotated[Session, Depends(get_db)],
) -> Any:
    earlier = idempotency.replay(payload)
    if earlier is not None:
        return earlier
    if payload.book_id is not None and db.get(Book, payload.book_id) is None:
        raise HTTPException(404, "Book not found")
    club = schemas.ClubOut.model_validate(crud.create_club(db, payload, user))
    idempotency.store(club)
    db.commit()
    return club


@router.get("/{club_id}", response_model=schemas.ClubOut)
def get_club(club_id: schemas.RowId, db: Annotated[Session, Depends(get_db)]) -> Club:
    club = db.get(Club, club_id)
    if club is None:
        raise HTTPException(404, "Club not found")
    return club


@router.get("/{club_id}/members", response_model=list[schemas.MemberOut])
def list_members(
    club_id: schemas.RowId,
    user: CurrentUser,
    db: Annotated[Session, Depends(get_db)],
    limit: schemas.Limit = 20,
    offset: schemas.Offset = 0,
) -> list[schemas.MemberOut]:
    return [
        schemas.MemberOut(user_id=member.user_id, name=person.name, joined_at=member.joined_at)
        for member, person in crud.list_members(db, club_id, limit, offset)
    ]


@router.post("/{club_id}/join", response_model=schemas.ClubOut)
def join_club(
    club_id: schemas.RowId, user: CurrentUser, limit: rate_limit.write, db: Annotated[Session, Depends(get_db)]
) -> Club:
    """Needs no idempotency key: a person is in a club once, which the table's unique key ensures."""
    club = crud.join_club(db, club_id, user.id)
    audit.record(db, "club.join", user.id, "club", club_id)
    db.commit()
    return club
