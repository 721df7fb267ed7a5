from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from pydantic import EmailStr
from sqlalchemy.orm import Session
from sqlmodel import Field, Relationship, SQLModel, select

from app.auth import hash_password
from app.database import get_db

board = APIRouter()


class Member(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(max_length=255, sa_column_kwargs={"unique": True})
    password_hash: str = Field(max_length=255)
    entries: list["Entry"] = Relationship(back_populates="author")


class Entry(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    title: str = Field(max_length=120)
    author_id: int = Field(foreign_key="member.id", index=True)
    author: Member | None = Relationship(back_populates="entries")


class EntryOut(SQLModel):
    title: str
    author: "AuthorOut"


class Joining(SQLModel):
    email: EmailStr = Field(max_length=255)
    password: str = Field(min_length=12, max_length=72)


@board.get("/board", response_model=list[EntryOut])
def read_board(db: Annotated[Session, Depends(get_db)]) -> list[Entry]:
    return list(db.scalars(select(Entry).order_by(Entry.id.desc()).limit(50)))


@board.post("/members", status_code=201)
def join(joining: Joining, db: Annotated[Session, Depends(get_db)]) -> dict[str, str]:
    email = joining.email.lower()
    if db.scalars(select(Member).where(Member.email == email)).first() is not None:
        raise HTTPException(409, "Email already registered")
    db.add(Member(email=email, password_hash=hash_password(joining.password)))
    db.commit()
    return {"status": "joined"}
