"""A script of a package's own folder that imports its neighbours by their mere names is run in that folder."""

from __future__ import annotations

from pathlib import Path

from roadworthy.interpret.resolve import Resolver
from tests.frameworks.app_text import written

MAIN = """
from fastapi import FastAPI

from database import Base, engine
from routes import notes

app = FastAPI()
app.include_router(notes.router, prefix="/notes")
"""
NOTES = """
from fastapi import APIRouter, Depends

from database import get_db
from models.note import Note

router = APIRouter()


@router.get("/")
def index(db=Depends(get_db)):
    return db.query(Note).all()
"""
NOTE = """
from sqlalchemy import Column, Integer, String

from database import Base


class Note(Base):
    __tablename__ = "notes"
    id = Column(Integer, primary_key=True)
    title = Column(String(80))
"""
DATABASE = """
from sqlalchemy import create_engine
from sqlalchemy.orm import declarative_base, sessionmaker

engine = create_engine("sqlite:///./notes.db")
SessionLocal = sessionmaker(bind=engine)
Base = declarative_base()


def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()
"""
PACKAGE = ("app/__init__.py", "app/routes/__init__.py", "app/models/__init__.py")


def test_its_neighbours_are_found(tmp_path: Path) -> None:
    files = dict.fromkeys(PACKAGE, "")
    files |= {
        "app/main.py": MAIN,
        "app/routes/notes.py": NOTES,
        "app/models/note.py": NOTE,
        "app/database.py": DATABASE,
    }
    app = written(tmp_path, files)
    assert [table.name for table in app.tables] == ["notes"]
    assert [query.table for query in app.endpoint("GET /notes/").queries] == ["notes"]  # type: ignore[union-attr]


def test_one_neighbour_that_is_called_like_a_package_is_none() -> None:
    files = {
        "app/__init__.py": "",
        "app/main.py": "import redis\nimport logging\n",
        "app/redis.py": "",
        "app/logging.py": "",
    }
    resolver = Resolver(files, files.__getitem__)
    assert resolver.resolve("redis", "app/main.py", "python") is None
