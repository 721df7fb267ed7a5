from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app import schemas
from app.auth import CurrentUser
from app.database import get_db
from app.models import Note, Order, User


class NameChange(schemas.Input):
    name: schemas.PlainText = Field(min_length=1, max_length=100)


router = APIRouter(prefix="/account", tags=["account"])


@router.delete("", status_code=204)
def erase_account(user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> None:
    """Erases a person and everything that is theirs, all or nothing."""
    user_id = user.id
    db.execute(delete(Note).where(Note.user_id == user_id))
    db.execute(delete(Order).where(Order.user_id == user_id))
    db.execute(delete(User).where(User.id == user_id))
    db.commit()


@router.patch("", response_model=schemas.UserOut)
def update_account(payload: NameChange, user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> User:
    for field, value in payload.model_dump().items():
        setattr(user, field, value)
    db.commit()
    return user
