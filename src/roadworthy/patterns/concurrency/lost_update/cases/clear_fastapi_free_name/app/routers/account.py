from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel, EmailStr
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.auth import CurrentUser
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


class Change(BaseModel):
    email: EmailStr


@router.patch("")
def change(data: Change, user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> dict[str, str]:
    taken = db.scalars(select(User).where(User.email == data.email)).first()
    if taken and taken.id != user.id:
        raise HTTPException(409, "Somebody has it")
    user.email = data.email
    db.commit()
    return {"email": user.email}
