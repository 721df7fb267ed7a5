from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.orm import Session

from app import crud, schemas
from app.auth import get_current_user
from app.database import get_db
from app.models import Book, Note, User

router = APIRouter(prefix="/notes", tags=["notes"])


@router.post("", response_model=schemas.NoteOut, status_code=201)
def create_note(
    payload: schemas.NoteCreate,
    user: User = Depends(get_current_user),
    db: Session = Depends(get_db),
):
    if db.get(Book, payload.book_id) is None:
        raise HTTPException(404, "Book not found")
    return crud.create_note(db, payload, user)


@router.get("", response_model=list[schemas.NoteOut])
def list_notes(
    limit: schemas.Limit = 20,
    offset: schemas.Offset = 0,
    user: User = Depends(get_current_user),
    db: Session = Depends(get_db),
):
    return crud.list_notes(db, user, limit, offset)


@router.get("/{note_id}", response_model=schemas.NoteOut)
def get_note(
    note_id: schemas.RowId,
    user: User = Depends(get_current_user),
    db: Session = Depends(get_db),
):
    note = db.get(Note, note_id)
    if note is None:
        raise HTTPException(404, "Note not found")
    return note


@router.patch("/{note_id}", response_model=schemas.NoteOut)
def update_note(
    note_id: schemas.RowId,
    payload: schemas.NoteUpdate,
    user: User = Depends(get_current_user),
    db: Session = Depends(get_db),
):
    note = crud.get_own_note(db, note_id, user)
    if note is None:
        raise HTTPException(404, "Note not found")
    return crud.update_note(db, note, payload)


@router.delete("/{note_id}", status_code=204)
def delete_note(
    note_id: schemas.RowId,
    user: User = Depends(get_current_user),
    db: Session = Depends(get_db),
):
    note = crud.get_own_note(db, note_id, user)
    if note is None:
        raise HTTPException(404, "Note not found")
    db.delete(note)
    db.commit()
