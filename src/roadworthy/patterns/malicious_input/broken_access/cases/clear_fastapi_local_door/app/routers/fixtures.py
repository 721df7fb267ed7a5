from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import Note

router = APIRouter(prefix="/fixtures", tags=["fixtures"])


@router.delete("/notes/{note_id}", status_code=204)
def remove(note_id: int, db: Annotated[Session, Depends(get_db)]) -> None:
    db.execute(delete(Note).where(Note.id == note_id))
    db.commit()
