from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, UploadFile
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.auth import CurrentUser
from app.database import get_db
from app.models import Note, Order, User

router = APIRouter(prefix="/account", tags=["account"])
MAX_SIZE = 2 * 1024 * 1024
PNG = b"\x89PNG"


@router.post("/picture", status_code=204)
async def change_picture(picture: UploadFile, user: CurrentUser) -> None:
    content = await picture.read(MAX_SIZE + 1)
    if len(content) > MAX_SIZE or not content.startswith(PNG) or picture.content_type != "image/png":
        raise HTTPException(422, "Send a PNG of at most two megabytes")
    Path("pictures", f"{user.id}.png").write_bytes(content)


@router.delete("", status_code=204)
def erase_account(user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> None:
    """Erases a person and everything that is theirs, all or nothing."""
    user_id = user.id
    db.execute(delete(Note).where(Note.user_id == user_id))
    db.execute(delete(Order).where(Order.user_id == user_id))
    db.execute(delete(User).where(User.id == user_id))
    db.commit()
