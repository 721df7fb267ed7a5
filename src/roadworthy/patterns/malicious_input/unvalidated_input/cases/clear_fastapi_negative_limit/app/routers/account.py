from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.auth import CurrentUser
from app.database import get_db
from app.models import Note

router = APIRouter(prefix="/account", tags=["account"])


@router.get("/titles")
def titles(
    user: CurrentUser, db: Annotated[Session, Depends(get_db)], skip: Annotated[int, Query(ge=0)] = 0, limit: Annotated[int, Query(ge=1, le=100)] = 20
) -> list[str]:
    notes = select(Note.title).where(Note.user_id == user.id).order_by(Note.id).offset(skip).limit(limit)
    return list(db.scalars(notes))
