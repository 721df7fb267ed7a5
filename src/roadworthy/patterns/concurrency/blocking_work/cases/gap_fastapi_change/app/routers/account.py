from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlalchemy import delete, func
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


@router.put("/name", status_code=204)
async def rename(name: Annotated[str, Query(max_length=100)], user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> None:
    user.name = func.initcap(name)
    db.commit()
