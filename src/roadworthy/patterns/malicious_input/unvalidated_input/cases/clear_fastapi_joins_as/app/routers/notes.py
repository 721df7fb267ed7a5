from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel, EmailStr, Field
from sqlalchemy.orm import Session

from app.auth import CurrentUser, hash_password
from app.database import get_db
from app.models import User

router = APIRouter(prefix="/notes", tags=["notes"])


class Joining(BaseModel):
    email: EmailStr
    password: Annotated[str, Field(min_length=12, max_length=72)]
    name: Annotated[str, Field(min_length=1, max_length=100)]
    role: Literal["guest", "host"]


@router.get("/rooms")
def rooms(user: CurrentUser) -> dict[str, str]:
    if user.role != "host":
        raise HTTPException(403, "Not for guests")
    return {"email": user.email}


@router.post("/people", status_code=201)
def join(payload: Joining, db: Annotated[Session, Depends(get_db)]) -> None:
    db.add(
        User(
            email=payload.email.lower(),
            password_hash=hash_password(payload.password),
            name=payload.name,
            role=payload.role,
        )
    )
    db.commit()
