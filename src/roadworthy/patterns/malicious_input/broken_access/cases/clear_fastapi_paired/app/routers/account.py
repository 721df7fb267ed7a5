import json
import os
from typing import Annotated

import redis
from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import Note

router = APIRouter(prefix="/account", tags=["account"])
kept = redis.Redis.from_url(os.environ["REDIS_URL"])


@router.post("/pair")
def pair(code: str, db: Annotated[Session, Depends(get_db)]) -> list[str]:
    known = kept.getdel(f"pair:{code.upper()}")
    if known is None:
        raise HTTPException(404, "No such code")
    told = json.loads(known)
    return [note.title for note in db.scalars(select(Note).where(Note.user_id == told["user_id"]).limit(20))]
