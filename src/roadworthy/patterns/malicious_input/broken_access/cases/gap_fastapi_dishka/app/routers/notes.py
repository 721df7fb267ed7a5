from dishka.integrations.fastapi import FromDishka, inject
from fastapi import APIRouter
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.auth import CurrentUser
from app.models import Note

router = APIRouter()


class NoteRepository:
    def __init__(self, session: Session) -> None:
        self.session = session

    def remove(self, note_id: int) -> None:
        self.session.execute(delete(Note).where(Note.id == note_id))
        self.session.commit()


class NoteService:
    def __init__(self, notes: NoteRepository) -> None:
        self.notes = notes


@router.delete("/handed/notes/{note_id}")
@inject
def remove(note_id: int, service: FromDishka[NoteService], user: CurrentUser) -> dict[str, bool]:
    service.notes.remove(note_id)
    return {"removed": True}
