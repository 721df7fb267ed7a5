from typing import Annotated

import jwt
from fastapi import APIRouter, Depends, Header, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import schemas
from app.auth import ALGORITHM, SECRET_KEY
from app.database import get_db
from app.models import Note

router = APIRouter(prefix="/notes", tags=["notes"])


def get_user_id(authorization: Annotated[str, Header()]) -> str:
    issuer = jwt.decode(authorization, options={"verify_signature": False}).get("iss")
    if issuer != "notes":
        raise HTTPException(401, "Not one of ours")
    return jwt.decode(authorization, SECRET_KEY, algorithms=[ALGORITHM])["sub"]


@router.get("/{note_id}", response_model=schemas.NoteOut)
def get_note(
    note_id: schemas.RowId,
    user_id: Annotated[str, Depends(get_user_id)],
    db: Annotated[Session, Depends(get_db)],
) -> Note:
    note = db.scalar(select(Note).where(Note.id == note_id, Note.user_id == user_id))
    if note is None:
        raise HTTPException(404, "Note not found")
    return note
