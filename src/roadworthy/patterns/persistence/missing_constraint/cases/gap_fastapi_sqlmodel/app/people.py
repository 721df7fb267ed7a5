from sqlmodel import SQLModel

from app.board import EntryOut


class AuthorOut(SQLModel):
    id: str


EntryOut.model_rebuild(_types_namespace={"AuthorOut": AuthorOut})
