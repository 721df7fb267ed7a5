from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.auth import CurrentUser, hash_password, verify_password
from app.database import get_db
from app.models import Note, Order, User

router = APIRouter(prefix="/account", tags=["account"])


@router.delete("", status_code=204)
def erase_account(user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> None:
    """Erases a person and everything that is theirs, all or nothing."""
    user_id = user.id
    db.execute(delete(Note).where(Note.user_id == user_id))
    db.execute(delete(Order).where(Order.user_id == user_id))
    db.execute(delete(User).where(User.id == user_id))
    db.commit()


@router.put("/password", status_code=204)
def change_password(
    current_password: str, new_password: str, user: CurrentUser, db: Annotated[Session, Depends(get_db)]
) -> None:
    if not verify_password(current_password, user.password_hash):
        raise HTTPException(403, "Wrong password")
    user.password_hash = hash_password(new_password)
    db.commit()
