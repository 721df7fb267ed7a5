from typing import Annotated

from acme_desk import desk
from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.orm import Session

from app import schemas
from app.auth import CurrentUser
from app.database import get_db
from app.models import Note

router = APIRouter(prefix="/notes", tags=["notes"])



@router.patch("/{note_id}", response_model=schemas.NoteOut)
def update_note(
    note_id: schemas.RowId, payload: schemas.NoteUpdate, user: CurrentUser, db: Annotated[Session, Depends(get_db)]
) -> Note:
    note = db.get(Note, note_id)
    if note is None or desk.of(user, note.owner_id) is None:
        raise HTTPException(404, "Note not found")
    note.title = payload.title or note.title
    db.commit()
    return note
