from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Response
from sqlalchemy.orm import Session

from app import crud, rate_limit, schemas, services
from app.auth import CurrentUser
from app.database import get_db
from app.models import Book, Review

router = APIRouter(prefix="/books", tags=["books"])

# A new book or review may show up this many seconds late for others; nothing here is personal.
BRIEFLY = "public, max-age=30, stale-while-revalidate=60"


@router.get("", response_model=list[schemas.BookOut])
def list_books(
    response: Response,
    db: Annotated[Session, Depends(get_db)],
    author: Annotated[schemas.PlainText | None, Query(max_length=300)] = None,
    limit: schemas.Limit = 20,
    offset: schemas.Offset = 0,
) -> list[Book]:
    response.headers["Cache-Control"] = BRIEFLY
    return crud.list_books(db, author, limit, offset)


@router.get("/count", response_model=schemas.Count)
def count_books(response: Response, db: Annotated[Session, Depends(get_db)]) -> schemas.Count:
    response.headers["Cache-Control"] = BRIEFLY
    return schemas.Count(count=crud.count_books(db))


@router.get("/{book_id}", response_model=schemas.BookOut)
def get_book(book_id: schemas.RowId, response: Response, db: Annotated[Session, Depends(get_db)]) -> Book:
    book = db.get(Book, book_id)
    if book is None:
        raise HTTPException(404, "Book not found")
    response.headers["Cache-Control"] = BRIEFLY
    return book


@router.post("", response_model=schemas.BookOut, status_code=201)
def import_book(
    payload: schemas.BookImport,
    user: CurrentUser,
    limit: rate_limit.book_import,
    db: Annotated[Session, Depends(get_db)],
) -> Book:
    existing = crud.get_book_by_isbn(db, payload.isbn)
    if existing:
        return existing
    user_id = user.id
    # Gives the connection back: nobody else has to wait for the outside service.
    db.rollback()
    try:
        data = services.lookup_book(payload.isbn)
    except services.LookupFailed as error:
        raise HTTPException(
            503, "The book catalogue does not answer, try again later", {"Retry-After": "30"}
        ) from error
    if data is None:
        raise HTTPException(404, "No book with this ISBN")
    return crud.create_book(db, data, user_id)


@router.get("/{book_id}/reviews", response_model=list[schemas.ReviewOut])
def list_reviews(
    book_id: schemas.RowId,
    response: Response,
    db: Annotated[Session, Depends(get_db)],
    limit: schemas.Limit = 20,
    offset: schemas.Offset = 0,
) -> list[Review]:
    response.headers["Cache-Control"] = BRIEFLY
    return crud.list_reviews(db, book_id, limit, offset)
