"""Ways on which a handler reaches its database: a unit of work, names that are set as the app starts, imports on two ways."""

from __future__ import annotations

from pathlib import Path

import pytest
from python_app import app_of, filters, only, writes

UNIT = """
from database import SessionLocal
from models import Note


class Notes:
    def __init__(self, session):
        self.session = session

    def of(self, id):
        return self.session.query(Note).filter(Note.id == id).first()


class UnitOfWork:
    def __init__(self):
        self.session = None

    {enter}:
        self.session = SessionLocal()
        self.notes = Notes(self.session)
        return self

    {leave}:
        if error:
            self.session.rollback()
        else:
            self.session.commit()
        self.session.close()
"""

PLAIN = {"enter": "def __enter__(self)", "leave": "def __exit__(self, kind, error, trace)"}
WAITING = {"enter": "async def __aenter__(self)", "leave": "async def __aexit__(self, kind, error, trace)"}


@pytest.mark.parametrize(("methods", "word"), [(PLAIN, "with"), (WAITING, "async with")])
def test_a_unit_of_work_is_entered_and_left(tmp_path: Path, methods: dict[str, str], word: str) -> None:
    app = app_of(
        tmp_path,
        f"""
        from unit import UnitOfWork

        @app.get("/notes/{{id}}")
        async def read(id: int):
            {word} UnitOfWork() as unit:
                return unit.notes.of(id)

        @app.post("/notes")
        async def write(body: str):
            {word} UnitOfWork() as unit:
                unit.session.add(Note(body=body))
        """,
        unit=UNIT.format(**methods),
    )
    (read,) = only(app, "GET /notes/{id}").queries
    assert (read.operation, read.table, filters(read)) == ("select", "notes", ["id = parsed.id"])
    (insert,) = only(app, "POST /notes").queries
    assert (insert.operation, writes(insert)) == ("insert", {"body": "query.body"})


STARTED = """
from contextlib import asynccontextmanager
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

Maker = None


def start():
    global Maker
    Maker = sessionmaker(bind=create_engine("postgresql://"))


def stop():
    global Maker
    Maker = None


@asynccontextmanager
async def lifespan(app):
    start()
    yield
    stop()


def get_session():
    if Maker is None:
        raise RuntimeError("not started")
    with Maker() as session:
        yield session
"""


def test_a_name_of_the_module_that_is_set_as_the_app_starts(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        from started import get_session, lifespan

        app = FastAPI(lifespan=lifespan)

        @app.get("/notes/{id}")
        def read(id: int, db: Session = Depends(get_session)):
            return db.get(Note, id)
        """,
        started=STARTED,
    )
    (read,) = only(app, "GET /notes/{id}").queries
    assert filters(read) == ["id = parsed.id"]


def test_a_request_sets_no_name_for_another_request(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        chosen = 0

        @app.post("/choose/{id}")
        def choose(id: int):
            global chosen
            chosen = id

        @app.get("/notes")
        def read(db: Session = Depends(get_db)):
            return db.get(Note, chosen)
        """,
    )
    (read,) = only(app, "GET /notes").queries
    assert filters(read) == ["id = 0"]


POOL = """
import asyncpg


class Pool:
    pool = None

    @classmethod
    async def open(cls):
        cls.pool = await asyncpg.create_pool("postgresql://")

    @classmethod
    async def close(cls):
        await cls.pool.close()
        cls.pool = None

    @classmethod
    async def fetch(cls, sql, *values):
        async with cls.pool.acquire() as connection:
            return await connection.fetch(sql, *values)
"""


def test_a_pool_that_a_class_keeps(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        from contextlib import asynccontextmanager
        from pool import Pool

        @asynccontextmanager
        async def lifespan(app):
            await Pool.open()
            yield
            await Pool.close()

        app = FastAPI(lifespan=lifespan)

        @app.get("/notes/{id}")
        async def read(id: int):
            return await Pool.fetch("SELECT body FROM notes WHERE id = $1", id)
        """,
        pool=POOL,
    )
    (read,) = only(app, "GET /notes/{id}").queries
    assert (read.table, filters(read)) == ("notes", ["id = parsed.id"])


def test_a_name_that_is_imported_again_where_the_file_is_run(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        @app.get("/notes/{id}")
        def read(id: int, db: Session = Depends(get_db)):
            return db.get(Note, id)

        if __name__ == "__main__":
            from administration import *
        """,
        administration="from models import *",
    )
    (read,) = only(app, "GET /notes/{id}").queries
    assert filters(read) == ["id = parsed.id"]


def test_a_function_that_a_class_names_as_static(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        class Notes:
            @staticmethod
            def read(id, db):
                return db.get(Note, id)

        def list_users(db):
            return db.query(User).all()

        class Reading:
            one = None
            every = None

            def __call__(self, id: int, db: Session = Depends(get_db)):
                return self.one(id, db), self.every(db)

        class ReadingNotes(Reading):
            one = staticmethod(Notes.read)
            every = staticmethod(list_users)

        @app.get("/notes/{id}")
        def read(found = Depends(ReadingNotes())):
            return found
        """,
    )
    note, users = only(app, "GET /notes/{id}").queries
    assert (note.table, users.table, filters(note)) == ("notes", "users", ["id = parsed.id"])


def test_a_guard_that_refuses_in_its_other_branch(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        def administrator(user: User = Depends(current_user)):
            if user.is_admin:
                return user
            else:
                raise HTTPException(403)

        @app.delete("/notes/{id}")
        def remove(id: int, user: User = Depends(administrator), db: Session = Depends(get_db)):
            db.delete(db.get(Note, id))
            db.commit()
        """,
    )
    facts = [str(fact) for fact in only(app, "DELETE /notes/{id}").facts]
    assert "users.is_admin" in facts
