"""SQLAlchemy: what a handler asks the database, in every style."""

from __future__ import annotations

from pathlib import Path

import pytest
from python_app import app_of, filters, of_table, only, text_at

from roadworthy.app import Query

READS = {
    "db.query(Note).filter(Note.id == id).first()": (["id = parsed.id"], True),
    "db.query(Note).filter_by(id=id).one_or_none()": (["id = parsed.id"], True),
    "db.query(Note).get(id)": (["id = parsed.id"], True),
    "db.get(Note, id)": (["id = parsed.id"], True),
    "db.execute(select(Note).where(Note.id == id)).scalar_one_or_none()": (["id = parsed.id"], True),
    "db.execute(select(Note).filter_by(id=id)).scalars().first()": (["id = parsed.id"], True),
    "db.scalar(select(Note).where(id == Note.id))": (["id = parsed.id"], True),
    "db.scalars(select(Note).where(Note.id != id)).all()": (["id != parsed.id"], False),
    "db.query(Note).filter(Note.likes > id, Note.body.ilike(q)).all()": (
        ["likes > parsed.id", "body ilike query.q"],
        False,
    ),
    "db.query(Note).filter(and_(Note.id == id, Note.likes <= 3)).all()": (
        ["id = parsed.id", "likes <= 3"],
        False,
    ),
    "db.scalars(select(Note).where(or_(aliased(Note).id == id, Note.id == id))).all()": (
        ["id = parsed.id"],
        False,
    ),
    "db.query(Note).filter((Note.id == id) & (Note.body == q)).all()": (
        ["id = parsed.id", "body = query.q"],
        False,
    ),
    "db.query(Note).filter(or_(Note.id == id, Note.body == q)).all()": (
        ["id = parsed.id optional", "body = query.q optional"],
        False,
    ),
    "db.query(Note).filter((Note.id == id) | (Note.body == q)).all()": (
        ["id = parsed.id optional", "body = query.q optional"],
        False,
    ),
    "db.query(Note).filter(Note.id.in_([1, id])).all()": (["id in list(1, parsed.id)"], False),
    "db.query(Note).filter(Note.body.is_(None)).all()": (["body is null None"], False),
    "db.query(Note).filter(Note.body.contains(q)).all()": (["body like template('%', query.q)"], False),
    "[n for n in db.execute(select(Note).where(Note.id == id)).scalars()]": (["id = parsed.id"], False),
}


def _single(folder: Path, code: str) -> Query:
    app = app_of(
        folder,
        f"""
        @app.get("/x/{{id}}")
        def x(id: int, q: str = "", db: Session = Depends(get_db)):
            return {code}
        """,
    )
    (query,) = only(app, "GET /x/{id}").queries
    return query


@pytest.mark.parametrize("code", READS)
def test_reads(tmp_path: Path, code: str) -> None:
    expected, one = READS[code]
    query = _single(tmp_path, code)
    assert (query.operation, query.table, filters(query), query.one) == ("select", "notes", expected, one)
    if not code.startswith("["):
        assert text_at(tmp_path, query.location) == code


def test_order_limit_lock_columns_and_joins(tmp_path: Path) -> None:
    code = (
        "db.execute(select(Note.id, User.email).join(User, Note.owner_id == User.id)"
        ".order_by(Note.likes.desc(), desc(Note.id)).limit(id).with_for_update()).all()"
    )
    query = _single(tmp_path, code)
    assert query.order == (("likes", True), ("id", True))
    assert query.columns == ("id", "email") and query.lock and str(query.limit) == "parsed.id"
    assert query.joins == (("users", "owner_id", "id"),)
    assert not _single(tmp_path, "db.query(Note).with_for_update(read=True).all()").lock


def test_counts(tmp_path: Path) -> None:
    for code in (
        "db.query(Note).filter(Note.id == id).count()",
        "db.query(func.count(Note.id)).filter(Note.id == id).scalar()",
        "db.scalar(select(func.count()).select_from(Note).where(Note.id == id))",
        "db.scalar(select(func.count()).select_from(select(Note).where(Note.id == id).subquery()))",
    ):
        query = _single(tmp_path, code)
        assert query.table == "notes" and query.columns[0].startswith("count("), code
        assert filters(query) == ["id = parsed.id"]


@pytest.mark.parametrize("style", ["select(Note)", "db.query(Note)"])
def test_optional_filters_make_one_query(tmp_path: Path, style: str) -> None:
    end = "query.limit(10).all()" if "query" in style else "db.scalars(query.limit(10)).all()"
    app = app_of(
        tmp_path,
        f"""
        @app.get("/x")
        def x(a: str = None, b: int = None, c: str = None, user=Depends(current_user), db: Session = Depends(get_db)):
            query = {style}
            if a:
                query = query.where(Note.body == a)
            if b is not None:
                query = query.where(Note.likes > b)
            if c:
                query = query.where(Note.body.ilike(c))
            query = query.where(Note.owner_id == user.id)
            return {end}
        """,
    )
    (query,) = of_table(only(app, "GET /x"), "notes", "select")
    assert sorted(filters(query)) == [
        "body = query.a optional",
        "body ilike query.c optional",
        "likes > parsed.b optional",
        "owner_id = users.id",
    ]
    owner = next(f.value for f in query.filters if f.column == "owner_id")
    signed_in = only(app, "GET /x").queries[owner.query]
    assert signed_in.table == "users" and signed_in.filters[0].value.from_session


@pytest.mark.parametrize("start", ["db.query(Note)", "select(Note)"])
def test_more_optional_filters_than_a_value_has_alternatives(tmp_path: Path, start: str) -> None:
    step = ".filter" if start.startswith("db") else ".where"
    rows = "asked.all()" if start.startswith("db") else "db.scalars(asked).all()"
    names = ("a", "b", "c", "d", "e")
    columns = ("body", "likes", "id", "owner_id", "body")
    ifs = "".join(
        f"            if {name} is not None:\n                asked = asked{step}(Note.{column} == {name})\n"
        for name, column in zip(names, columns, strict=True)
    )
    app = app_of(
        tmp_path,
        f"""
        @app.get("/x")
        def x({", ".join(f"{name}: str | None = None" for name in names)}, db: Session = Depends(get_db)):
            asked = {start}
{ifs}
            return {rows}
        """,
    )
    (query,) = only(app, "GET /x").queries
    assert len(query.filters) == 5
    assert all(one.optional for one in query.filters)


def test_sql_as_text(tmp_path: Path) -> None:
    bound = _single(
        tmp_path, 'db.execute(text("SELECT * FROM notes WHERE id = :id AND likes > :n"), {"id": id, "n": 3})'
    )
    assert (bound.operation, bound.table, filters(bound)) == (
        "select",
        "notes",
        ["id = parsed.id", "likes > 3"],
    )
    assert bound.sql == "SELECT * FROM notes WHERE id = :id AND likes > :n"
    spliced = _single(tmp_path, """db.execute(text(f"SELECT * FROM notes WHERE body = '{q}'")).fetchall()""")
    assert spliced.sql == "SELECT * FROM notes WHERE body = '?'"
    assert filters(spliced) == [" sql query.q", "body = template(query.q)"]
    written = _single(
        tmp_path, 'db.execute(text("UPDATE NOTES SET body = :body WHERE id = :id"), {"id": id, "body": q})'
    )
    assert (written.operation, written.table, written.writes[0].column) == ("update", "notes", "body")
    counted = _single(
        tmp_path, 'db.execute(text("SELECT body, COUNT(*) AS n FROM notes GROUP BY body")).all()'
    )
    assert counted.grouped


def test_a_query_per_row_and_lazy_relations_are_in_a_loop(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        @app.get("/a")
        def a(db: Session = Depends(get_db)):
            return [{"n": note.body, "who": note.owner.email} for note in db.query(Note).all()]

        @app.get("/b")
        def b(db: Session = Depends(get_db)):
            return [note.owner.email for note in db.query(Note).options(joinedload(Note.owner)).all()]

        @app.get("/c")
        def c(db: Session = Depends(get_db)):
            out = []
            for user in db.scalars(select(User)):
                out.append(len(db.query(Note).filter(Note.owner_id == user.id).all()))
            return out

        class Out(BaseModel):
            id: int
            notes: list[dict]

        @app.get("/d", response_model=list[Out])
        def d(db: Session = Depends(get_db)):
            return db.query(User).limit(10).all()
        """,
    )
    lazy = only(app, "GET /a").queries
    assert [(q.table, q.loops) for q in lazy] == [("notes", 0), ("users", 1)]
    assert filters(lazy[1]) == ["id = notes.owner_id"]
    assert [(q.table, q.loops) for q in only(app, "GET /b").queries] == [("notes", 0)]
    assert [(q.table, q.loops) for q in only(app, "GET /c").queries] == [("users", 0), ("notes", 1)]
    serialized = only(app, "GET /d").queries
    assert [(q.table, q.loops) for q in serialized] == [("users", 0), ("notes", 1)]
    assert filters(serialized[1]) == ["owner_id = users.id"]


def test_what_is_loaded_along_brings_its_own_along(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        @app.get("/a")
        def a(db: Session = Depends(get_db)):
            notes = db.query(Note).options(joinedload(Note.owner).joinedload(User.notes)).all()
            return [other.body for note in notes for other in note.owner.notes]

        @app.get("/b")
        def b(db: Session = Depends(get_db)):
            notes = db.query(Note).options(joinedload(Note.owner)).all()
            return [other.body for note in notes for other in note.owner.notes]

        @app.get("/c")
        def c(db: Session = Depends(get_db)):
            people = db.query(User).options(joinedload(User.notes)).all()
            return [note.owner.email for person in people for note in person.notes]
        """,
    )
    assert [query.table for query in only(app, "GET /a").queries] == ["notes"]
    assert [query.table for query in only(app, "GET /b").queries] == ["notes", "notes"]
    # Everybody is there already, and the session knows them by their key.
    assert [query.table for query in only(app, "GET /c").queries] == ["users"]


def test_async_sessions(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        import asyncio
        from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

        engine = create_async_engine("postgresql+asyncpg://")
        make = async_sessionmaker(engine, expire_on_commit=False)

        async def session():
            async with make() as db:
                yield db

        Db = Annotated[AsyncSession, Depends(session)]

        @app.get("/a/{id}")
        async def a(id: int, db: Db):
            result = await db.execute(select(Note).where(Note.id == id))
            note = result.scalar_one_or_none()
            if not note:
                raise HTTPException(404)
            return note

        @app.get("/b")
        async def b(db: Db):
            return await asyncio.gather(db.scalar(select(func.count(Note.id))), db.scalar(select(func.count(User.id))))

        @app.put("/c/{id}")
        async def c(id: int, db: Db):
            async with db.begin():
                note = await db.get(Note, id, with_for_update=True)
                note.likes += 1
        """,
    )
    (read,) = only(app, "GET /a/{id}").queries
    assert filters(read) == ["id = parsed.id"] and read.one
    assert all(q.parallel for q in only(app, "GET /b").queries)
    locked, update = only(app, "PUT /c/{id}").queries
    assert locked.lock and locked.transaction and update.transaction == locked.transaction
    assert update.operation == "update" and not update.writes[0].arithmetic


def test_a_relationship_of_sqlmodel_is_in_no_answer(tmp_path: Path) -> None:
    """It is no field of the model: nothing reads the rows behind it, unless a model of answers names them."""
    app = app_of(
        tmp_path,
        """
        from sqlmodel import Field as Column, Relationship, Session as Work, SQLModel, select

        class Shelf(SQLModel, table=True):
            id: int | None = Column(default=None, primary_key=True)
            books: list["Book"] = Relationship(back_populates="shelf")

        class Book(SQLModel, table=True):
            id: int | None = Column(default=None, primary_key=True)
            shelf_id: int = Column(foreign_key="shelf.id")
            shelf: Shelf = Relationship(back_populates="books")

        class Told(SQLModel):
            id: int
            books: list[Book] = []

        @app.get("/plain", response_model=list[Shelf])
        def plain(db: Work = Depends(get_db)):
            return db.exec(select(Shelf)).all()

        @app.get("/told", response_model=list[Told])
        def told(db: Work = Depends(get_db)):
            return db.exec(select(Shelf)).all()
        """,
    )
    assert [query.table for query in only(app, "GET /plain").queries] == ["shelf"]
    assert [query.table for query in only(app, "GET /told").queries] == ["shelf", "book"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("database.fetch_one(notes.select().where(notes.c.id == id))", ["id = parsed.id"]),
        ("database.fetch_all(query=notes.select().where(notes.c.body == q))", ["body = query.q"]),
        ("database.fetch_all(query='select * from notes where id = :id', values={'id': id})", ["id = parsed.id"]),
        ("database.execute(query=f'select * from notes order by {q}')", [" sql query.q"]),
    ],
)  # fmt: skip
def test_databases_is_asked_with_statements_and_with_text(
    tmp_path: Path, asked: str, said: list[str]
) -> None:
    app = app_of(
        tmp_path,
        f"""
        from databases import Database
        from models import notes

        database = Database("postgresql://")


        @app.get("/x/{{id}}")
        async def x(id: int, q: str = ""):
            return await {asked}
        """,
        models="""
        from sqlalchemy import Column, Integer, MetaData, String, Table

        metadata = MetaData()
        notes = Table("notes", metadata, Column("id", Integer, primary_key=True), Column("body", String(500)))
        User = Note = None
        """,
    )
    (query,) = only(app, "GET /x/{id}").queries
    assert query.table == "notes"
    assert filters(query) == said


def test_a_relation_through_a_table_that_is_named_as_text_is_found_by_its_pairs(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        @app.get("/x/{id}")
        def x(id: int, db: Session = Depends(get_db)):
            return [note.body for note in db.get(User, id).read]
        """,
        models="""
        from sqlalchemy import Column, ForeignKey, Integer, String, Table
        from sqlalchemy.orm import relationship
        from database import Base

        pairs = Table("read_notes", Base.metadata, Column("user_id", ForeignKey("users.id")), Column("note_id", ForeignKey("notes.id")))


        class User(Base):
            __tablename__ = "users"
            id = Column(Integer, primary_key=True)
            read = relationship("Note", secondary="read_notes")


        class Note(Base):
            __tablename__ = "notes"
            id = Column(Integer, primary_key=True)
            body = Column(String(500))
            written_by_id = Column(ForeignKey("users.id"))
        """,
    )
    (query,) = of_table(only(app, "GET /x/{id}"), "notes", "select")
    assert [(item.table, item.column) for item in query.filters] == [("read_notes", "user_id")]
