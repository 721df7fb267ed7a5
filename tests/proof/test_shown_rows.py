"""Rows that a list is filled with are such as it shows."""

from __future__ import annotations

from pathlib import Path

from roadworthy.app import App, Query
from roadworthy.audit import audit_folder
from roadworthy.proof.samples import with_dial_code
from roadworthy.proof.shown_rows import not_over, searched_columns, shared_parents

APP = """
from datetime import date

from fastapi import Depends, FastAPI
from sqlalchemy import Column, Date, DateTime, ForeignKey, Integer, String, UniqueConstraint, func
from sqlalchemy.orm import Session

from database import Base, get_db

app = FastAPI()


class Book(Base):
    __tablename__ = "books"
    id = Column(Integer, primary_key=True)
    title = Column(String(200), nullable=False)
    isbn = Column(String(50), unique=True)


class Reader(Base):
    __tablename__ = "readers"
    id = Column(Integer, primary_key=True)


class Loan(Base):
    __tablename__ = "loans"
    id = Column(Integer, primary_key=True)
    book_id = Column(Integer, ForeignKey("books.id"), nullable=False)
    reader_id = Column(Integer, ForeignKey("readers.id"), nullable=False)
    status = Column(String(20), nullable=False)
    made_on = Column(Date, nullable=False)
    due_date = Column(Date, nullable=False)
    __table_args__ = (UniqueConstraint("book_id", "reader_id", "status", name="once"),)


class Visit(Base):
    __tablename__ = "visits"
    id = Column(Integer, primary_key=True)
    book_id = Column(Integer, ForeignKey("books.id"), nullable=False)
    expires_at = Column(DateTime)


@app.get("/search")
def search(name: str, db: Session = Depends(get_db)):
    return db.query(Book).filter(Book.title.ilike(f"%{name}%")).all()


@app.get("/isbn")
def by_isbn(name: str, db: Session = Depends(get_db)):
    return db.query(Book).filter(Book.isbn.ilike(f"%{name}%")).all()


@app.get("/lent")
def lent(db: Session = Depends(get_db)):
    return db.query(Loan).filter(Loan.status == "lent").all()


@app.get("/late")
def late(db: Session = Depends(get_db)):
    return db.query(Loan).filter(Loan.due_date < date.today()).all()


@app.get("/most")
def most(db: Session = Depends(get_db)):
    return db.query(Visit.book_id, func.count(Visit.id)).group_by(Visit.book_id).all()


@app.get("/visits")
def visits(db: Session = Depends(get_db)):
    return db.query(Visit).all()
"""
DATABASE = """
from sqlalchemy import create_engine
from sqlalchemy.orm import declarative_base, sessionmaker

Base = declarative_base()
make = sessionmaker(bind=create_engine("sqlite:///books.db"))


def get_db():
    db = make()
    try:
        yield db
    finally:
        db.close()
"""


def library(folder: Path) -> App:
    (folder / "main.py").write_text(APP)
    (folder / "database.py").write_text(DATABASE)
    (folder / "requirements.txt").write_text("fastapi\nuvicorn\nsqlalchemy\n")
    return audit_folder(folder).app


def asked(app: App, subject: str) -> Query:
    endpoint = app.endpoint(subject)
    assert endpoint is not None
    return endpoint.queries[-1]


def test_what_is_searched_holds_the_words_and_a_key_does_not(tmp_path: Path) -> None:
    app = library(tmp_path)
    books = app.table("books")
    assert books is not None
    found = {
        path: [name for name, _ in searched_columns(asked(app, f"GET {path}"), books)]
        for path in ("/search", "/isbn")
    }
    assert found == {"/search": ["title"], "/isbn": []}


def test_what_is_due_is_due_later_unless_the_list_goes_by_it(tmp_path: Path) -> None:
    app = library(tmp_path)
    loans = app.table("loans")
    assert loans is not None
    assert list(not_over(asked(app, "GET /lent"), loans)) == ["due_date"]
    assert not_over(asked(app, "GET /late"), loans) == {}


def test_rows_that_are_told_apart_or_counted_by_those_above_them_need_as_many_of_those(
    tmp_path: Path,
) -> None:
    app = library(tmp_path)
    loans, visits = app.table("loans"), app.table("visits")
    assert loans is not None and visits is not None
    assert shared_parents(asked(app, "GET /lent"), loans, {"status": "lent"})
    assert not shared_parents(asked(app, "GET /lent"), loans, {})
    assert shared_parents(asked(app, "GET /most"), visits, {})
    assert not shared_parents(asked(app, "GET /visits"), visits, {})


def test_a_telephone_number_in_two_parts_has_each_in_its_place() -> None:
    whole = {"phone": "+15550100200", "name": "Ada"}
    assert with_dial_code(whole) == whole
    apart = with_dial_code({**whole, "country_code": "DE"})
    assert apart == {"phone": "5550100200", "name": "Ada", "country_code": "+1"}
    assert with_dial_code({**whole, "country_code": "FR"})["country_code"] == "FR"
