from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from sqlalchemy import delete
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


Title = Annotated[str, Field(min_length=1, max_length=120)]


class Imported(BaseModel):
    titles: Annotated[list[Title], Field(max_length=200)]


@router.post("/notes", status_code=204)
def take_over(data: Imported, user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> None:
    for title in data.titles:
        db.add(Note(user_id=user.id, title=title, idempotency_key=uuid4().hex))
    db.flush()
    db.commit()
