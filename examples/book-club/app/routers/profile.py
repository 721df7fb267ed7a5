import uuid
from pathlib import Path

from fastapi import APIRouter, Depends, UploadFile
from sqlalchemy.orm import Session

from app import crud, schemas
from app.auth import get_current_user
from app.database import get_db
from app.models import Club, User

router = APIRouter(prefix="/me", tags=["me"])

PICTURES_DIR = Path(__file__).parent.parent / "static" / "pictures"
PICTURES_DIR.mkdir(exist_ok=True)


@router.post("/picture", response_model=schemas.UserOut)
async def upload_picture(
    picture: UploadFile,
    user: User = Depends(get_current_user),
    db: Session = Depends(get_db),
):
    name = f"{uuid.uuid4().hex}{Path(picture.filename or '').suffix}"
    (PICTURES_DIR / name).write_bytes(await picture.read())
    user.picture = f"/static/pictures/{name}"
    db.commit()
    db.refresh(user)
    return user


@router.get("/clubs", response_model=list[schemas.MyClub])
def my_clubs(
    limit: schemas.Limit = 20,
    offset: schemas.Offset = 0,
    user: User = Depends(get_current_user),
    db: Session = Depends(get_db),
):
    clubs = []
    for membership in crud.list_memberships(db, user, limit, offset):
        club = db.get(Club, membership.club_id)
        clubs.append(
            {"club_id": club.id, "name": club.name, "seats_left": club.seats_left, "joined_at": membership.joined_at}
        )
    return clubs
