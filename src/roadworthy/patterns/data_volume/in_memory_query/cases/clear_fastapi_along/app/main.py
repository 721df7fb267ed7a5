from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, Field
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from app.auth import CurrentUser
from app.database import Base, get_db

app = FastAPI()
Database = Annotated[Session, Depends(get_db)]


class Diary(Base):
    __tablename__ = "diaries"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    entries: Mapped[list["Entry"]] = relationship(back_populates="diary")


class Entry(Base):
    __tablename__ = "entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    diary_id: Mapped[int] = mapped_column(ForeignKey("diaries.id"), index=True)
    text: Mapped[str] = mapped_column(String(2000))
    diary: Mapped[Diary] = relationship(back_populates="entries")


class Written(BaseModel):
    text: str = Field(max_length=2000)


@app.get("/diary")
def read(user: CurrentUser, db: Database) -> dict[str, object]:
    diary = db.scalars(select(Diary).options(selectinload(Diary.entries)).where(Diary.user_id == user.id)).first()
    if diary is None:
        raise HTTPException(404, "You keep no diary")
    return {"entries": len(diary.entries), "texts": [entry.text for entry in diary.entries]}


@app.post("/diary", status_code=201)
def write(given: Written, user: CurrentUser, db: Database) -> Written:
    diary = db.scalars(select(Diary).where(Diary.user_id == user.id)).first()
    if diary is None:
        raise HTTPException(404, "You keep no diary")
    db.add(Entry(diary_id=diary.id, text=given.text))
    db.commit()
    return given
