from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.orm import Session

from app import audit, crud, rate_limit, schemas
from app.auth import CurrentUser
from app.database import get_db
from app.idempotency import Idempotent
from app.models import Book, Note

router = APIRouter(prefix="/notes", tags=["notes"])


@router.post("", response_model=schemas.NoteOut, status_code=201)
def create_note(
    payload: schemas.NoteCreate,
    user: CurrentUser,
    limit: rate_limit.write,
    idempotency: Idempotent,
    db: Annotated[Session, Depends(get_db)],
) -> Any:
    earlier = idempotency.replay(payload)
    if earlier is not None:
        return earlier
    if db.get(Book, payload.book_id) is None:
        raise HTTPException(404, "Book not found")
    note = schemas.NoteOut.model_validate(crud.create_note(db, payload, user))
    idempotency.store(note)
    db.commit()
    return note


@router.get("", response_model=list[schemas.NoteOut])
def list_notes(
    user: CurrentUser,
    db: Annotated[Session, Depends(get_db)],
    limit: schemas.Limit = 20,
    offset: schemas.Offset = 0,
) -> list[Note]:
    return crud.list_notes(db, user, limit, offset)


@router.get("/{note_id}", response_model=schemas.NoteOut)
def get_note(note_id: schemas.RowId, user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> Note:
    return crud.get_own_note(db, note_id, user)


@router.patch("/{note_id}", response_model=schemas.NoteOut)
def update_note(
    note_id: schemas.RowId,
    payload: schemas.NoteUpdate,
    user: CurrentUser,
    limit: rate_limit.write,
    db: Annotated[Session, Depends(get_db)],
) -> Note:
    note = crud.get_own_note(db, note_id, user)
    crud.update_note(db, note, payload)
    db.commit()
    return note


@router.delete("/{note_id}", status_code=204)
def delete_note(
    note_id: schemas.RowId, user: CurrentUser, limit: rate_limit.write, db: Annotated[Session, Depends(get_db)]
) -> None:
    """Hides the note; it can be restored until the purge after 30 days (docs/recovery.md)."""
    crud.set_deleted(crud.get_own_note(db, note_id, user), True)
    audit.record(db, "note.delete", user.id, "note", note_id)
    db.commit()


@router.post("/{note_id}/restore", response_model=schemas.NoteOut)
def restore_note(
    note_id: schemas.RowId, user: CurrentUser, limit: rate_limit.write, db: Annotated[Session, Depends(get_db)]
) -> Note:
    note = crud.get_own_note(db, note_id, user, deleted=True)
    crud.set_deleted(note, False)
    audit.record(db, "note.restore", user.id, "note", note_id)
    db.commit()
    return note
