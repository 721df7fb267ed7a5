from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.auth import CurrentUser
from app.database import get_db
from app.models import Note, User

router = APIRouter(prefix="/account", tags=["account"])


@router.delete("", status_code=204)
def erase_account(user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> None:
    """Erases a person. Orders stay for the books, and their person's row with nobody in it."""
    user_id = user.id
    db.execute(delete(Note).where(Note.user_id == user_id))
    db.execute(
        update(User)
        .where(User.id == user_id)
        .values(email=f"deleted-{user_id}@invalid", password_hash="erased", name="Deleted user")
    )
    db.commit()
