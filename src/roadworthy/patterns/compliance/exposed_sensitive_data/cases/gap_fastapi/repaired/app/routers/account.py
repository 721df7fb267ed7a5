from typing import Annotated

from fastapi import APIRouter, Body, Depends
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.auth import CurrentUser, hash_password
from app.database import get_db
from app.models import Note, Order, User

router = APIRouter(prefix="/account", tags=["account"])


@router.put("/password", status_code=204)
def change_password(
    password: Annotated[str, Body(min_length=10, max_length=72, embed=True)],
    user: CurrentUser,
    db: Annotated[Session, Depends(get_db)],
) -> None:
    db.execute(update(User).where(User.id == user.id).values(password_hash=hash_password(password)))
    db.commit()


@router.delete("", status_code=204)
def erase_account(user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> None:
    """Erases a person and everything that is theirs, all or nothing."""
    user_id = user.id
    db.execute(delete(Note).where(Note.user_id == user_id))
    db.execute(delete(Order).where(Order.user_id == user_id))
    db.execute(delete(User).where(User.id == user_id))
    db.commit()
