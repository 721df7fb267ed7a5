import os

from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

engine = create_engine(os.environ["DATABASE_URL"])
app = FastAPI()


class Base(DeclarativeBase):
    pass


class Entry(Base):
    __tablename__ = "logging"
    id: Mapped[int] = mapped_column(primary_key=True)
    message: Mapped[str]


class Said(BaseModel):
    message: str


@app.post("/entries", status_code=204)
def add(said: Said) -> None:
    with Session(engine) as session:
        session.add(Entry(message=said.message))
        session.commit()
