from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from app import crud, schemas
from app.auth import get_current_user
from app.database import get_db
from app.models import Book, User

router = APIRouter(tags=["discover"])

SearchText = Annotated[schemas.PlainText, Query(max_length=100)]


@router.get("/books/search", response_model=list[schemas.BookOut])
def search_books(q: SearchText, db: Session = Depends(get_db)):
    return crud.search_books(db, q)


@router.get("/books/{book_id}/rating", response_model=schemas.Rating)
def book_rating(book_id: schemas.RowId, db: Session = Depends(get_db)):
    if db.get(Book, book_id) is None:
        raise HTTPException(404, "Book not found")
    ratings = [review.rating for review in crud.all_reviews(db, book_id)]
    return {"average": round(sum(ratings) / len(ratings), 1) if ratings else None, "reviews": len(ratings)}


@router.get("/notes/search", response_model=list[schemas.NoteOut])
def search_notes(word: SearchText, user: User = Depends(get_current_user), db: Session = Depends(get_db)):
    return crud.search_notes(db, user, word)


@router.get("/invite", response_class=HTMLResponse)
def invite(name: SearchText = "A friend"):
    return f"<!doctype html><title>Book Club</title><h1>{name} invites you</h1><p><a href='/'>Join the club</a></p>"


@router.get("/stats", response_model=schemas.Stats)
def stats(db: Session = Depends(get_db)):
    return {"points_given": sum(transfer.amount for transfer in crud.all_transfers(db))}
