from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app import schemas
from app.auth import CurrentUser, require_admin
from app.database import get_db
from app.idempotency import attempt
from app.models import Note

router = APIRouter(prefix="/notes", tags=["notes"])


@router.get("", response_model=list[schemas.NoteOut])
def list_notes(
    user: CurrentUser,
    db: Annotated[Session, Depends(get_db)],
    limit: schemas.Limit = 50,
    cursor: schemas.Cursor = None,
) -> list[Note]:
    query = select(Note).where(Note.user_id == user.id)
    if cursor is not None:
        query = query.where(Note.id < cursor)
    return list(db.scalars(query.order_by(Note.id.desc()).limit(limit)))


@router.get("/{note_id}", response_model=schemas.NoteOut)
def get_note(note_id: schemas.RowId, user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> Note:
    note = db.scalar(select(Note).where(Note.id == note_id, Note.user_id == user.id))
    if note is None:
        raise HTTPException(404, "Note not found")
    return note


@router.post("", response_model=schemas.NoteOut, status_code=201)
def create_note(
    payload: schemas.NoteCreate,
    user: CurrentUser,
    db: Annotated[Session, Depends(get_db)],
    idempotency_key: schemas.IdempotencyKey = None,
) -> Note:
    key = attempt(idempotency_key, payload)
    note = db.scalar(
        insert(Note)
        .values(user_id=user.id, title=payload.title, body=payload.body, idempotency_key=key)
        .on_conflict_do_nothing(index_elements=["user_id", "idempotency_key"])
        .returning(Note)
    )
    if note is None:
        return db.scalars(select(Note).where(Note.user_id == user.id, Note.idempotency_key == key)).one()
    db.commit()
    return note


@router.patch("/{note_id}", response_model=schemas.NoteOut)
def update_note(
    note_id: schemas.RowId,
    payload: schemas.NoteUpdate,
    user: CurrentUser,
    db: Annotated[Session, Depends(get_db)],
) -> Note:
    note = db.scalar(
        update(Note)
        .where(Note.id == note_id, Note.user_id == user.id)
        .values(**payload.model_dump(exclude_none=True))
        .returning(Note)
    )
    if note is None:
        raise HTTPException(404, "Note not found")
    db.commit()
    return note


@router.delete("/{note_id}", status_code=204)
def delete_note(note_id: schemas.RowId, user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> None:
    deleted = db.scalar(delete(Note).where(Note.id == note_id, Note.user_id == user.id).returning(Note.id))
    if deleted is None:
        raise HTTPException(404, "Note not found")
    db.commit()


@router.delete("/{note_id}/everywhere", status_code=204, dependencies=[Depends(require_admin)])
def delete_everywhere(note_id: schemas.RowId, db: Annotated[Session, Depends(get_db)]) -> None:
    note = db.get(Note, note_id)
    if note is None:
        raise HTTPException(404, "No such note")
    db.delete(note)
    db.commit()
