from typing import Annotated

from fastapi import Depends, FastAPI
from pydantic import BaseModel, EmailStr
from sqlalchemy.orm import Session

from app.auth import CurrentUser
from app.database import get_db
from app.mailer import Mailer
from app.models import Note

app = FastAPI()


class Written(BaseModel):
    title: str
    reader: EmailStr


@app.post("/notes")
def write(
    written: Written, user: CurrentUser, db: Annotated[Session, Depends(get_db)]
) -> dict[str, int]:
    note = Note(title=written.title, user_id=user.id)
    db.add(note)
    db.commit()
    Mailer().deliver(written.reader, "There is a new note")
    return {"id": note.id}
