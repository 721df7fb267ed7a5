"""SQLAlchemy: what a handler changes, by statements and through the unit of work."""

from __future__ import annotations

from pathlib import Path

import pytest
from python_app import app_of, filters, of_table, only, text_at, writes

from roadworthy.app import Query


def _queries(folder: Path, code: str) -> tuple[Query, ...]:
    lines = "\n            ".join(code.strip().splitlines())
    app = app_of(
        folder,
        f"""
        class In(BaseModel):
            body: str
            likes: int

        @app.post("/x/{{id}}")
        def x(id: int, data: In, raw: dict = Body(...), db: Session = Depends(get_db)):
            {lines}
        """,
    )
    return only(app, "POST /x/{id}").queries


def test_an_object_that_is_added_is_inserted(tmp_path: Path) -> None:
    (insert,) = _queries(
        tmp_path, "note = Note(body=data.body)\nnote.owner_id = id\ndb.add(note)\ndb.commit()"
    )
    assert (insert.operation, insert.table) == ("insert", "notes")
    assert writes(insert) == {"body": "parsed.body", "owner_id": "parsed.id"}
    assert text_at(tmp_path, insert.location) == "Note(body=data.body)"


def test_many_objects_and_core_inserts(tmp_path: Path) -> None:
    first, second, third = _queries(
        tmp_path,
        "db.add_all([Note(body=data.body), User(email='x')])\ndb.commit()\n"
        "db.execute(insert(Note).values(body=data.body, owner_id=id))",
    )
    assert [(q.table, q.operation) for q in (first, second, third)] == [
        ("notes", "insert"), ("users", "insert"), ("notes", "insert")
    ]  # fmt: skip
    assert writes(third) == {"body": "parsed.body", "owner_id": "parsed.id"}


def test_an_assigned_field_is_an_update_of_the_row_that_was_read(tmp_path: Path) -> None:
    read, update = _queries(
        tmp_path,
        "note = db.get(Note, id)\nnote.likes = note.likes + data.likes\nnote.body = data.body\ndb.commit()",
    )
    assert (update.operation, update.table) == ("update", "notes")
    assert filters(update) == ["id = notes.id", "id = parsed.id"]
    assert update.filters[0].value.query == read.number
    assert writes(update) == {"likes": "+(notes.likes, parsed.likes)", "body": "parsed.body"}
    assert not any(write.arithmetic for write in update.writes)
    assert text_at(tmp_path, update.location) == "note.likes = note.likes + data.likes"


@pytest.mark.parametrize(
    "code",
    [
        "note = db.get(Note, id)\nnote.likes = Note.likes + 1\ndb.commit()",
        "note = db.get(Note, id)\nnote.likes += Note.likes\ndb.commit()",
        "db.execute(update(Note).where(Note.id == id).values(likes=Note.likes + 1))",
        "db.query(Note).filter(Note.id == id).update({'likes': Note.likes + 1})",
        "db.query(Note).filter(Note.id == id).update({Note.likes: Note.likes + 1})",
    ],
)
def test_what_the_database_computes_is_arithmetic(tmp_path: Path, code: str) -> None:
    update = _queries(tmp_path, code)[-1]
    assert update.operation == "update" and "id = parsed.id" in filters(update)
    assert [(w.column, w.arithmetic) for w in update.writes] == [("likes", True)]


@pytest.mark.parametrize(
    "code",
    [
        "note = db.get(Note, id)\nfor key, value in raw.items():\n    setattr(note, key, value)\ndb.commit()",
        "note = db.get(Note, id)\nfor key in raw:\n    setattr(note, key, raw[key])\ndb.commit()",
        "db.query(Note).filter(Note.id == id).update(raw)",
        "db.execute(update(Note).where(Note.id == id).values(**raw))",
        "db.add(Note(**raw))\ndb.commit()",
    ],
)
def test_request_data_assigned_by_whatever_names_it_has(tmp_path: Path, code: str) -> None:
    query = _queries(tmp_path, code)[-1]
    assert query.operation in ("update", "insert")
    assert [str(origin) for origin in query.spreads] == ["body.raw"] and not query.writes


@pytest.mark.parametrize(
    "code",
    [
        "note = db.get(Note, id)\nfor k, v in data.model_dump(exclude_unset=True).items():\n    setattr(note, k, v)\n"
        "db.commit()",
        "note = db.get(Note, id)\nfor k, v in raw.items():\n    if k in ('body', 'likes'):\n        setattr(note, k, v)\n"
        "db.commit()",
        "note = db.get(Note, id)\nchosen = {k: v for k, v in raw.items() if k in {'body', 'likes'}}\n"
        "for k, v in chosen.items():\n    setattr(note, k, v)\ndb.commit()",
        "db.execute(update(Note).where(Note.id == id).values({'body': raw['body'], 'likes': raw['likes']}))",
        "db.merge(Note(body=raw['body'], likes=1))\ndb.commit()",
        "note = db.get(Note, id)\nfor k in ('body', 'likes'):\n    setattr(note, k, raw[k])\ndb.commit()",
        "db.query(Note).filter(Note.id == id).update(data.dict())",
        "db.add(Note(**data.dict()))\ndb.commit()",
    ],
)
def test_names_that_are_known_are_writes(tmp_path: Path, code: str) -> None:
    query = _queries(tmp_path, code)[-1]
    assert sorted(write.column for write in query.writes) == ["body", "likes"] and not query.spreads


def test_deletes(tmp_path: Path) -> None:
    read, by_object, by_query, by_statement = _queries(
        tmp_path,
        "note = db.query(Note).filter(Note.id == id).one()\ndb.delete(note)\ndb.commit()\n"
        "db.query(Note).filter(Note.owner_id == id).delete()\ndb.execute(delete(User).where(User.id == id))",
    )
    assert (
        filters(by_object) == ["id = notes.id", "id = parsed.id"]
        and by_object.filters[0].value.query == read.number
    )
    assert (by_query.operation, filters(by_query)) == ("delete", ["owner_id = parsed.id"])
    assert (by_statement.operation, by_statement.table) == ("delete", "users")


def test_conflicts(tmp_path: Path) -> None:
    (query,) = _queries(
        tmp_path,
        "from sqlalchemy.dialects.postgresql import insert as pg\n"
        "db.execute(pg(User).values(email=data.body).on_conflict_do_nothing(index_elements=['email']))",
    )
    assert (query.operation, query.conflict, writes(query)) == ("insert", "email", {"email": "parsed.body"})


def test_a_failure_that_is_caught_at_the_commit_is_the_inserts(tmp_path: Path) -> None:
    (insert,) = _queries(
        tmp_path,
        "db.add(User(email=data.body))\ntry:\n    db.commit()\nexcept Exception:\n    db.rollback()\n"
        "    raise HTTPException(409)",
    )
    assert insert.caught


def test_what_is_written_when_the_dependency_commits(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        def committing():
            with SessionLocal() as db:
                yield db
                db.commit()

        @app.post("/a")
        def a(db: Session = Depends(committing)):
            db.add(User(email="x"))

        @app.post("/b")
        def b():
            with SessionLocal.begin() as db:
                db.add(User(email="x"))

        @app.post("/c")
        def c(db: Session = Depends(get_db)):
            with db.begin():
                db.add(User(email="x"))
        """,
    )
    for path, inside in (("a", False), ("b", True), ("c", True)):
        (insert,) = of_table(only(app, f"POST /{path}"), "users", "insert")
        assert bool(insert.transaction) == inside


def test_relations_write_the_foreign_key(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        @app.post("/a")
        def a(user: User = Depends(current_user), db: Session = Depends(get_db)):
            db.add(Note(body="x", owner=user))
            user.notes.append(Note(body="y"))
            db.commit()
        """,
    )
    first, second = of_table(only(app, "POST /a"), "notes", "insert")
    assert writes(first) == {"body": "'x'", "owner_id": "users.id"}
    assert writes(second)["body"] == "'y'"


def test_the_row_of_an_insert_is_known_afterwards(tmp_path: Path) -> None:
    first, second = _queries(
        tmp_path,
        "user = User(email=data.body)\ndb.add(user)\ndb.flush()\ndb.add(Note(owner_id=user.id, body='x'))\ndb.commit()",
    )
    owner = second.written("owner_id")
    assert owner is not None and (owner.kind, owner.table, owner.query) == ("row", "users", first.number)


def test_a_repository_class_with_a_session(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        class Repository:
            model = None
            def __init__(self, db: Session):
                self.db = db
            def get(self, id):
                return self.db.query(self.model).filter(self.model.id == id).first()
            def create(self, **values):
                made = self.model(**values)
                self.db.add(made)
                self.db.commit()
                return made

        class Notes(Repository):
            model = Note

        def notes(db: Session = Depends(get_db)):
            return Notes(db)

        @app.post("/a/{id}")
        def a(id: int, store: Notes = Depends(notes)):
            store.get(id)
            return store.create(body="x", owner_id=id)
        """,
    )
    read, insert = only(app, "POST /a/{id}").queries
    assert filters(read) == ["id = parsed.id"]
    assert writes(insert) == {"body": "'x'", "owner_id": "parsed.id"}


def test_services(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        import httpx, requests, stripe, aiohttp
        from openai import OpenAI
        from tenacity import retry

        client = httpx.AsyncClient(base_url="https://api.mail.test", timeout=httpx.Timeout(4.0, connect=1.0))
        ai = OpenAI(timeout=20, max_retries=2)

        @retry
        def again(url):
            return requests.get(url)

        def later():
            requests.post("https://later.test/x", json={})

        @app.post("/a")
        async def a(tasks: BackgroundTasks):
            httpx.get("https://one.test/v1", timeout=None)
            try:
                await client.post("/send", json={"a": 1})
            except httpx.HTTPError:
                pass
            again("https://two.test/x")
            stripe.PaymentIntent.create(amount=1)
            ai.chat.completions.create(model="m", messages=[])
            async with aiohttp.ClientSession() as session:
                await session.get("https://three.test/", timeout=3)
            tasks.add_task(later)
        """,
    )
    seen = [(s.service, s.operation, s.client, s.caught) for s in only(app, "POST /a").services]
    assert seen == [
        ("one.test", "GET /v1", "httpx", False),
        ("api.mail.test", "POST /send", "httpx", True),
        ("two.test", "GET /x", "requests", False),
        ("stripe", "PaymentIntent.create", "stripe", False),
        ("openai", "chat.completions.create", "openai", False),
        ("three.test", "GET /", "aiohttp", False),
        ("later.test", "POST /x", "requests", False),
    ]
    calls = only(app, "POST /a").services
    assert [c.timeout.value if c.timeout is not None else "unset" for c in calls] == [
        None,
        4.0,
        "unset",
        "unset",
        20,
        3,
        "unset",
    ]
    assert calls[2].retries is not None and calls[4].retries is not None and calls[4].retries.value == 2
    assert calls[1].setup is not None and text_at(tmp_path, calls[1].setup).startswith("httpx.AsyncClient(")


def test_sqlmodel_writes(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        from sqlmodel import Field, Session as Sql, SQLModel, col, select as pick

        class HeroBase(SQLModel):
            name: str

        class Hero(HeroBase, table=True):
            id: int | None = Field(default=None, primary_key=True)
            secret: str

        class HeroIn(HeroBase):
            password: str

        @app.post("/heroes")
        def make(data: HeroIn, db: Sql = Depends(get_db)):
            hero = Hero.model_validate(data, update={"secret": hash(data.password)})
            db.add(hero)
            db.commit()
            return hero

        @app.put("/heroes")
        def put(hero: Hero, db: Sql = Depends(get_db)):
            db.add(hero)
            db.commit()

        @app.patch("/heroes/{id}")
        def change(id: int, data: HeroIn, db: Sql = Depends(get_db)):
            hero = db.exec(pick(Hero).where(Hero.id == id).order_by(col(Hero.name).desc())).first()
            hero.sqlmodel_update(data.model_dump(exclude_unset=True, exclude={"password"}))
            db.add(hero)
            db.commit()
        """,
    )
    (insert,) = of_table(only(app, "POST /heroes"), "hero", "insert")
    assert writes(insert) == {"name": "parsed.name", "secret": "hash()(parsed.password)"}
    (whole,) = of_table(only(app, "PUT /heroes"), "hero", "insert")
    assert set(writes(whole)) == {"name", "id", "secret"}
    read, update = only(app, "PATCH /heroes/{id}").queries
    assert read.order == (("name", True),) and read.one
    assert (update.operation, writes(update)) == ("update", {"name": "parsed.name"})


def test_a_token_put_through_a_model_is_still_the_session(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        class Payload(BaseModel):
            sub: str | None = None

        def me(token: str = Depends(scheme), db: Session = Depends(get_db)):
            data = Payload(**jwt.decode(token, "k", algorithms=["HS256"]))
            return db.get(User, data.sub)

        @app.get("/me")
        def read(user=Depends(me)):
            return user
        """,
    )
    (query,) = only(app, "GET /me").queries
    assert filters(query) == ["id = session.token.sub"]


def test_a_method_does_not_see_the_names_of_its_class(tmp_path: Path) -> None:
    """`update(Note)` in a method called `update` is SQLAlchemy's."""
    app = app_of(
        tmp_path,
        """
        from sqlalchemy import update

        class In(BaseModel):
            body: str

        class Repository:
            def update(self, db, id, body):
                db.execute(update(Note).where(Note.id == id).values(body=body))

        @app.post("/x/{id}")
        def x(id: int, data: In, db: Session = Depends(get_db)):
            Repository().update(db, id, data.body)
            db.commit()
        """,
    )
    (changed,) = only(app, "POST /x/{id}").queries
    assert (changed.operation, changed.table, writes(changed)) == ("update", "notes", {"body": "parsed.body"})


def test_a_repository_of_any_table_is_followed(tmp_path: Path) -> None:
    """`class Notes(Repository[Note])` has the methods of the app's own generic class."""
    app = app_of(
        tmp_path,
        """
        from typing import Generic, TypeVar
        from fastapi.encoders import jsonable_encoder
        from sqlalchemy import select

        Kept = TypeVar("Kept")

        class In(BaseModel):
            body: str

        class Repository(Generic[Kept]):
            def __init__(self, model: type[Kept]) -> None:
                self.model = model

            def create(self, db, data):
                made = self.model(**jsonable_encoder(data))
                db.add(made)
                db.commit()
                return made

            def remove(self, db, id):
                db.delete(db.scalars(select(self.model).where(self.model.id == id)).first())
                db.commit()

        class Notes(Repository[Note]):
            pass

        notes = Notes(Note)

        @app.post("/x")
        def add(data: In, db: Session = Depends(get_db)):
            notes.create(db, In(body=data.body))

        @app.delete("/x/{id}")
        def remove(id: int, db: Session = Depends(get_db)):
            notes.remove(db, id)
        """,
    )
    (made,) = only(app, "POST /x").queries
    assert (made.operation, made.table, writes(made)) == ("insert", "notes", {"body": "parsed.body"})
    read, gone = only(app, "DELETE /x/{id}").queries
    assert filters(read) == ["id = parsed.id"]
    assert (gone.operation, gone.table) == ("delete", "notes")
