from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from fastapi.security import OAuth2PasswordRequestForm
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import schemas
from app.auth import CurrentUser, create_token, hash_password, verify_password
from app.database import get_db
from app.models import User

router = APIRouter(prefix="/auth", tags=["auth"])


@router.post("/register", response_model=schemas.UserOut, status_code=201)
def register(payload: schemas.UserCreate, db: Annotated[Session, Depends(get_db)]) -> User:
    user = User(email=payload.email.lower(), password_hash=hash_password(payload.password), name=payload.name)
    db.add(user)
    try:
        db.commit()
    except IntegrityError as error:
        raise HTTPException(409, "Email already registered") from error
    return user


@router.post("/login")
def login(
    form: Annotated[OAuth2PasswordRequestForm, Depends()], db: Annotated[Session, Depends(get_db)]
) -> dict[str, str]:
    email = form.username.replace("\x00", "")[:255].lower()
    user = db.scalar(select(User).where(User.email == email))
    if not verify_password(form.password, user.password_hash if user else None) or user is None:
        return {"message": "Incorrect email or password"}
    return {"access_token": create_token(user.id), "token_type": "bearer"}


@router.get("/me", response_model=schemas.UserOut)
def read_me(user: CurrentUser) -> User:
    return user
