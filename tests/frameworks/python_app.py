"""Small FastAPI apps, written to a folder and understood."""

from __future__ import annotations

import textwrap
from pathlib import Path

from roadworthy.app import App, Endpoint, Query
from roadworthy.frameworks.build import build_app

DATABASE = """
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, sessionmaker

engine = create_engine("postgresql://")
SessionLocal = sessionmaker(bind=engine)


class Base(DeclarativeBase):
    pass


def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()
"""

MODELS = """
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship
from database import Base


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    is_admin: Mapped[bool] = mapped_column(default=False)
    notes: Mapped[list["Note"]] = relationship(back_populates="owner")


class Note(Base):
    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    body: Mapped[str] = mapped_column(String(500))
    likes: Mapped[int] = mapped_column(default=0)
    owner: Mapped["User"] = relationship(back_populates="notes")
"""

HEAD = """
from typing import Annotated, Optional
from fastapi import APIRouter, BackgroundTasks, Body, Cookie, Depends, FastAPI, File, Form, Header, HTTPException
from fastapi import Path, Query, Request, Response, Security, UploadFile, WebSocket, status
from fastapi.responses import JSONResponse, RedirectResponse
from fastapi.security import APIKeyHeader, HTTPBearer, OAuth2PasswordBearer
from pydantic import BaseModel, ConfigDict, EmailStr, Field
from sqlalchemy import and_, delete, desc, func, insert, or_, select, text, update
from sqlalchemy.orm import Session, aliased, joinedload, selectinload
import jwt
from database import get_db, SessionLocal
from models import Note, User

app = FastAPI()
scheme = OAuth2PasswordBearer(tokenUrl="login")


def current_user(token: str = Depends(scheme), db: Session = Depends(get_db)):
    payload = jwt.decode(token, "secret", algorithms=["HS256"])
    user = db.get(User, int(payload["sub"]))
    if user is None:
        raise HTTPException(401, "Who are you?")
    return user
"""


def app_of(folder: Path, main: str, **files: str) -> App:
    """The App of a folder that holds `main.py` with the usual head, a database and models."""
    written = {"database": DATABASE, "models": MODELS} | files | {"main": HEAD + textwrap.dedent(main)}
    for name, text in written.items():
        (folder / f"{name}.py").write_text(textwrap.dedent(text))
    app = build_app(folder)
    assert not app.unknown, app.unknown
    return app


def only(app: App, subject: str) -> Endpoint:
    """One endpoint by its subject."""
    endpoint = app.endpoint(subject)
    assert endpoint is not None, [e.subject for e in app.endpoints]
    return endpoint


def of_table(endpoint: Endpoint, table: str, operation: str) -> list[Query]:
    """The queries of one kind on one table."""
    return [q for q in endpoint.queries if (q.table, q.operation) == (table, operation)]


def filters(query: Query) -> list[str]:
    """A query's filters in words."""
    return [f"{f.column} {f.operator} {f.value}{' optional' if f.optional else ''}" for f in query.filters]


def writes(query: Query) -> dict[str, str]:
    """What a query writes, by column."""
    return {write.column: str(write.value) for write in query.writes}


def text_at(folder: Path, location: object) -> str:
    """The source text at a location."""
    source = (folder / location.path).read_bytes()  # type: ignore[attr-defined]
    return source[location.start : location.end].decode()  # type: ignore[attr-defined]
