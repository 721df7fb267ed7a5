from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, field_validator
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


class NewName(BaseModel):
    name: str

    @field_validator("name")
    @classmethod
    def sound(cls, value: str) -> str:
        if not 1 <= len(value.strip()) <= 100:
            raise ValueError("between one and a hundred letters")
        return value.strip()


@router.patch("")
def rename(data: NewName, user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> dict[str, str]:
    user.name = data.name
    db.commit()
    return {"name": user.name}
