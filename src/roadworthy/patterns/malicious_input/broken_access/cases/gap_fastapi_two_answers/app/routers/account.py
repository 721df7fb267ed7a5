from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.orm import Session

from app import schemas
from app.auth import CurrentUser
from app.database import get_db
from app.models import User

router = APIRouter(prefix="/people", tags=["people"])


@router.get("/{user_id}", response_model=schemas.UserOut)
def read_person(
    user_id: schemas.RowId, user: CurrentUser, db: Annotated[Session, Depends(get_db)]
) -> User:
    found = db.get(User, user_id)
    if found == user:
        return found
    if not user.created_at:
        raise HTTPException(403, "Not yours")
    if found is None:
        raise HTTPException(404, "Nobody")
    return found
