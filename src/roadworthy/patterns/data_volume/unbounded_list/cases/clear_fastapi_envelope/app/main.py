from collections.abc import Sequence
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, FastAPI
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import schemas
from app.auth import require_admin
from app.database import Base, get_db
from app.models import Note, Order

app = FastAPI(dependencies=[Depends(require_admin)])
Database = Annotated[Session, Depends(get_db)]
Row = TypeVar("Row", bound=Base)
Held = TypeVar("Held")


class Envelope(BaseModel, Generic[Held]):
    message: str
    data: Held | None = Field(default=None)


class Repository(Generic[Row]):
    def __init__(self, model: type[Row], db: Session) -> None:
        self.model, self.db = model, db

    def everything(self) -> Sequence[Row]:
        return self.db.scalars(select(self.model).limit(50)).all()


@app.get("/notes", response_model=Envelope[list[schemas.NoteOut]])
def list_notes(db: Database) -> Envelope[list[Note]]:
    return Envelope(message="read", data=Repository(Note, db).everything())


@app.get("/orders", response_model=Envelope[list[schemas.OrderOut]])
def list_orders(db: Database) -> Envelope[list[Order]]:
    return Envelope[list[Order]](message="read", data=Repository(Order, db).everything())
