from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import Note, User
from app.schemas import NoteIn, NoteOut
from app.security import current_user

router = APIRouter(prefix="/notes")


@router.get("", response_model=list[NoteOut])
def list_notes(user: User = Depends(current_user), db: Session = Depends(get_db)):
    return db.scalars(select(Note).where(Note.user_id == user.id).order_by(Note.id.desc()).limit(50)).all()


@router.get("/{note_id}", response_model=NoteOut)
def read_note(note_id: int, user: User = Depends(current_user), db: Session = Depends(get_db)):
    note = db.scalar(select(Note).where(Note.id == note_id))
    if note is None:
        raise HTTPException(404, "Note not found")
    return note


@router.post("", status_code=201, response_model=NoteOut)
def add_note(given: NoteIn, user: User = Depends(current_user), db: Session = Depends(get_db)):
    note = Note(user_id=user.id, title=given.title, reference=given.reference)
    db.add(note)
    db.commit()
    return note
