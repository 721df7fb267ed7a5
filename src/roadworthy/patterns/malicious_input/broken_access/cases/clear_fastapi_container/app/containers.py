from dependency_injector import containers, providers
from sqlalchemy import select

from app.models import Note


class NoteRepository:
    def one(self, db, *conditions):
        return db.scalar(select(Note).where(*conditions))


class NoteService:
    def __init__(self, repository):
        self.repository = repository

    def read(self, db, note_id, user):
        return self.repository.one(db, Note.id == note_id, Note.user_id == user.id)


class Container(containers.DeclarativeContainer):
    wiring_config = containers.WiringConfiguration(modules=["app.routers.notes"])
    note_repository = providers.Singleton(NoteRepository)
    note_service = providers.Factory(NoteService, repository=note_repository)
