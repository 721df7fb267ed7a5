from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from sqlalchemy import update
from sqlalchemy.orm import Session

from app import schemas
from app.database import get_db
from app.models import Note

router = APIRouter(prefix="/notes", tags=["notes"])



@router.patch("/{note_id}", response_model=schemas.NoteOut)
def update_note(
    note_id: schemas.RowId, payload: schemas.NoteUpdate, db: Annotated[Session, Depends(get_db)]
) -> Note:
    note = db.scalar(update(Note).where(Note.id == note_id).values(**payload.model_dump(exclude_none=True)).returning(Note))
    if note is None:
        raise HTTPException(404, "Note not found")
    db.commit()
    return note
