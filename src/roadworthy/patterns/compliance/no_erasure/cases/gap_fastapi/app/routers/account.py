from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.auth import CurrentUser
from app.database import get_db
from app.models import Note

router = APIRouter(prefix="/account", tags=["account"])


@router.get("")
def read_account(user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> dict[str, str | int]:
    notes = db.scalar(select(func.count()).select_from(Note).where(Note.user_id == user.id))
    return {"email": user.email, "name": user.name, "notes": notes or 0}
