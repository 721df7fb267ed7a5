from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel, Field
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


class PasswordChange(BaseModel):
    current_password: str = Field(max_length=72)
    new_password: str = Field(min_length=12, max_length=72)


@router.put("/password", status_code=204)
def change_password(payload: PasswordChange, user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> None:
    if not verify_password(payload.current_password, user.password_hash):
        raise HTTPException(403, "Wrong password")
    user.password_hash = hash_password(payload.new_password)
    db.commit()
