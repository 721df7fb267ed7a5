import html
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from app import crud, schemas
from app.auth import CurrentUser
from app.database import get_db
from app.models import Book, Note
from app.routers.books import BRIEFLY

router = APIRouter(tags=["discover"])

SearchText = Annotated[schemas.PlainText, Query(max_length=100)]


@router.get("/books/search", response_model=list[schemas.BookOut])
def search_books(q: SearchText, response: Response, db: Annotated[Session, Depends(get_db)]) -> list[Book]:
    response.headers["Cache-Control"] = BRIEFLY
    return crud.search_books(db, q)


@router.get("/books/{book_id}/rating", response_model=schemas.Rating)
def book_rating(book_id: schemas.RowId, response: Response, db: Annotated[Session, Depends(get_db)]) -> schemas.Rating:
    if db.get(Book, book_id) is None:
        raise HTTPException(404, "Book not found")
    average, reviews = crud.rating(db, book_id)
    response.headers["Cache-Control"] = BRIEFLY
    return schemas.Rating(average=average, reviews=reviews)


@router.get("/notes/search", response_model=list[schemas.NoteOut])
def search_notes(word: SearchText, user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> list[Note]:
    return crud.search_notes(db, user, word)


@router.get("/invite", response_class=HTMLResponse)
def invite(name: SearchText = "A friend") -> str:
    shown = html.escape(name)
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'><title>Book Club</title></head>"
        f"<body><h1>{shown} invites you</h1><p><a href='/'>Join the club</a></p></body></html>"
    )


@router.get("/stats", response_model=schemas.Stats)
def stats(response: Response, db: Annotated[Session, Depends(get_db)]) -> schemas.Stats:
    response.headers["Cache-Control"] = BRIEFLY
    return schemas.Stats(points_given=crud.points_given(db))
