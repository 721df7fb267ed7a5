from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Note


def count_notes(db: Session, user_id: int) -> int:
    return db.scalar(select(func.count(Note.id)).where(Note.user_id == user_id)) or 0
