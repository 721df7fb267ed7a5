from typing import Annotated

from fastapi import APIRouter, Body, Depends
import httpx
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.auth import CurrentUser
from app.database import get_db
from app.models import Note, Order, User

router = APIRouter(prefix="/account", tags=["account"])


@router.post("/forgot-password", status_code=202)
def forgot_password(email: Annotated[str, Body(max_length=255, embed=True)], db: Annotated[Session, Depends(get_db)]) -> None:
    user = db.scalar(select(User).where(User.email == email))
    if user is not None:
        httpx.post("https://api.resend.com/emails", json={"to": user.email}, timeout=5)


@router.delete("", status_code=204)
def erase_account(user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> None:
    """Erases a person and everything that is theirs, all or nothing."""
    user_id = user.id
    db.execute(delete(Note).where(Note.user_id == user_id))
    db.execute(delete(Order).where(Order.user_id == user_id))
    db.execute(delete(User).where(User.id == user_id))
    db.commit()
