from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Response, UploadFile
from sqlalchemy.orm import Session

from app import audit, crud, pictures, rate_limit, schemas
from app.auth import CurrentUser
from app.database import get_db
from app.models import User

router = APIRouter(tags=["me"])


@router.post("/me/picture", response_model=schemas.UserOut)
def upload_picture(
    picture: UploadFile,
    user: CurrentUser,
    limit: rate_limit.upload,
    db: Annotated[Session, Depends(get_db)],
) -> User:
    """A plain function, so that the event loop goes on while the file is read and stored."""
    content = picture.file.read(pictures.MAX_BYTES + 1)
    if len(content) > pictures.MAX_BYTES:
        raise HTTPException(413, "The picture may not be larger than 512 KB")
    kind = pictures.kind_by_signature(content)
    if kind is None:
        raise HTTPException(415, "Please upload a PNG, JPEG or WebP picture")
    pictures.store(db, user, kind, content)
    audit.record(db, "me.picture", user.id, "user", user.id)
    db.commit()
    return user


@router.get("/me/picture", response_class=Response)
def show_picture(user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> Response:
    picture = crud.get_picture(db, user)
    if picture is None:
        raise HTTPException(404, "You have no picture")
    return Response(picture.content, media_type=picture.kind)


@router.get("/me/clubs", response_model=list[schemas.MyClub])
def my_clubs(
    user: CurrentUser,
    db: Annotated[Session, Depends(get_db)],
    limit: schemas.Limit = 20,
    offset: schemas.Offset = 0,
) -> list[schemas.MyClub]:
    return [
        schemas.MyClub(club_id=club.id, name=club.name, seats_left=club.seats_left, joined_at=membership.joined_at)
        for membership, club in crud.list_memberships(db, user, limit, offset)
    ]
