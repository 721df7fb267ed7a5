from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.orm import Session

from app import crud, rate_limit, schemas
from app.auth import CurrentUser
from app.database import get_db
from app.models import Book, Review

router = APIRouter(prefix="/reviews", tags=["reviews"])


@router.post("", response_model=schemas.ReviewOut, status_code=201)
def create_review(
    payload: schemas.ReviewCreate,
    user: CurrentUser,
    limit: rate_limit.write,
    db: Annotated[Session, Depends(get_db)],
) -> Review:
    """Needs no idempotency key: one review per person and book, which the table's unique key ensures."""
    if db.get(Book, payload.book_id) is None:
        raise HTTPException(404, "Book not found")
    review = crud.create_review(db, payload, user)
    db.commit()
    return review
