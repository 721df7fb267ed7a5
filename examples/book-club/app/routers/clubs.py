from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.orm import Session

from app import crud, schemas
from app.auth import get_current_user
from app.database import get_db
from app.models import Book, Club, User

router = APIRouter(prefix="/clubs", tags=["clubs"])


@router.get("", response_model=list[schemas.ClubOut])
def list_clubs(limit: schemas.Limit = 20, offset: schemas.Offset = 0, db: Session = Depends(get_db)):
    return crud.list_clubs(db, limit, offset)


@router.post("", response_model=schemas.ClubOut, status_code=201)
def create_club(
    payload: schemas.ClubCreate,
    user: User = Depends(get_current_user),
    db: Session = Depends(get_db),
):
    if payload.book_id is not None and db.get(Book, payload.book_id) is None:
        raise HTTPException(404, "Book not found")
    return crud.create_club(db, payload, user)


@router.get("/{club_id}", response_model=schemas.ClubOut)
def get_club(club_id: schemas.RowId, db: Session = Depends(get_db)):
    club = db.get(Club, club_id)
    if club is None:
        raise HTTPException(404, "Club not found")
    return club


@router.get("/{club_id}/members", response_model=list[schemas.MemberOut])
def list_members(
    club_id: schemas.RowId,
    limit: schemas.Limit = 20,
    offset: schemas.Offset = 0,
    user: User = Depends(get_current_user),
    db: Session = Depends(get_db),
):
    rows = crud.list_members(db, club_id, limit, offset)
    return [
        schemas.MemberOut(user_id=member.user_id, name=person.name, joined_at=member.joined_at)
        for member, person in rows
    ]


@router.post("/{club_id}/join", response_model=schemas.ClubOut)
def join_club(
    club_id: schemas.RowId,
    user: User = Depends(get_current_user),
    db: Session = Depends(get_db),
):
    club = db.get(Club, club_id)
    if club is None:
        raise HTTPException(404, "Club not found")
    if crud.get_membership(db, club_id, user.id):
        raise HTTPException(409, "You are already a member")
    if club.seats_left <= 0:
        raise HTTPException(409, "This club is full")
    return crud.join_club(db, club, user)
