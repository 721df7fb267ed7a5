from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from fastapi.security import OAuth2PasswordRequestForm
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import audit, crud, rate_limit, schemas
from app.auth import create_token, verify_password
from app.database import get_db
from app.models import User

router = APIRouter(prefix="/auth", tags=["auth"])


@router.post("/register", response_model=schemas.UserOut, status_code=201)
def register(payload: schemas.UserCreate, limit: rate_limit.register, db: Annotated[Session, Depends(get_db)]) -> User:
    try:
        user = crud.create_user(db, payload)
    except IntegrityError as error:
        db.rollback()
        raise HTTPException(409, "Email already registered") from error
    audit.record(db, "auth.register", user.id, "user", user.id)
    db.commit()
    return user


@router.post("/login", response_model=schemas.Token)
def login(
    form: Annotated[OAuth2PasswordRequestForm, Depends()],
    limit: rate_limit.sign_in,
    db: Annotated[Session, Depends(get_db)],
) -> schemas.Token:
    email = form.username.replace("\x00", "")[:255]
    rate_limit.check_account(email)
    user = crud.get_user_by_email(db, email)
    if not verify_password(form.password, user.password_hash if user else None) or user is None:
        audit.record(db, "auth.login_failed", None, "user", user.id if user else None)
        db.commit()
        raise HTTPException(401, "Incorrect email or password")
    audit.record(db, "auth.login", user.id, "user", user.id)
    db.commit()
    return schemas.Token(access_token=create_token(user.id))
