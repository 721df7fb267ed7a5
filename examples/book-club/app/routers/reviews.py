from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.orm import Session

from app import crud, schemas
from app.auth import get_current_user
from app.database import get_db
from app.models import Book, User

router = APIRouter(prefix="/reviews", tags=["reviews"])


@router.post("", response_model=schemas.ReviewOut, status_code=201)
def create_review(
    payload: schemas.ReviewCreate,
    user: User = Depends(get_current_user),
    db: Session = Depends(get_db),
):
    if db.get(Book, payload.book_id) is None:
        raise HTTPException(404, "Book not found")
    return crud.create_review(db, payload, user)
