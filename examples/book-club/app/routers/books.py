import os
from typing import Annotated

import psycopg
from fastapi import APIRouter, Depends, HTTPException, Query
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import crud, schemas, services
from app.auth import get_current_user
from app.database import get_db
from app.models import Book, User

router = APIRouter(prefix="/books", tags=["books"])


@router.get("", response_model=list[schemas.BookOut])
def list_books(
    author: Annotated[schemas.PlainText | None, Query(max_length=300)] = None,
    limit: schemas.Limit = 20,
    offset: schemas.Offset = 0,
    db: Session = Depends(get_db),
):
    return crud.list_books(db, author, limit, offset)


@router.get("/count", response_model=schemas.Count)
def count_books():
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        return {"count": connection.execute("select count(*) from books").fetchone()[0]}


@router.get("/{book_id}", response_model=schemas.BookOut)
def get_book(book_id: schemas.RowId, db: Session = Depends(get_db)):
    book = db.get(Book, book_id)
    if book is None:
        raise HTTPException(404, "Book not found")
    return book


@router.post("", response_model=schemas.BookOut, status_code=201)
def import_book(
    payload: schemas.BookImport,
    user: User = Depends(get_current_user),
    db: Session = Depends(get_db),
):
    existing = crud.get_book_by_isbn(db, payload.isbn)
    if existing:
        return existing
    data = services.lookup_book(payload.isbn)
    if data is None:
        raise HTTPException(404, "No book with this ISBN")
    try:
        return crud.create_book(db, data, user)
    except IntegrityError:
        db.rollback()
        return crud.get_book_by_isbn(db, payload.isbn)


@router.get("/{book_id}/reviews", response_model=list[schemas.ReviewOut])
def list_reviews(
    book_id: schemas.RowId,
    limit: schemas.Limit = 20,
    offset: schemas.Offset = 0,
    db: Session = Depends(get_db),
):
    return crud.list_reviews(db, book_id, limit, offset)
