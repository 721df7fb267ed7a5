from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import Note

router = APIRouter(prefix="/account", tags=["account"])


class Line(BaseModel):
    title: str
    user_id: int


@router.post("/import", status_code=201)
def load(lines: list[Line], db: Annotated[Session, Depends(get_db)]) -> int:
    for line in lines:
        db.add(Note(title=line.title[:120], user_id=line.user_id, body=""))
    db.commit()
    return len(lines)
