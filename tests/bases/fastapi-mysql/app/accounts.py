from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import User
from app.schemas import Registration, SignIn
from app.security import current_user, hashed, matches, token_for

router = APIRouter(prefix="/auth")

# Compared when nobody has the address, so that the answer takes as long
NOBODY = "$2b$10$C6UzMDM.H6dfI/f/IKcEeO7ZQ0w1n0jL1n0sQyJ6s8u8vS0q1Z0yS"


@router.post("/register", status_code=201)
def register(given: Registration, db: Session = Depends(get_db)):
    user = User(email=given.email.lower(), password=hashed(given.password))
    db.add(user)
    try:
        db.commit()
    except IntegrityError as error:
        raise HTTPException(409, "This e-mail cannot be used") from error
    return {"token": token_for(user)}


@router.post("/login")
def login(given: SignIn, db: Session = Depends(get_db)):
    user = db.scalar(select(User).where(User.email == given.email.lower()))
    right = matches(given.password, user.password if user else NOBODY)
    if user is None or not right:
        raise HTTPException(401, "Check e-mail and password")
    return {"token": token_for(user)}


@router.delete("/account", status_code=204)
def erase(user: User = Depends(current_user), db: Session = Depends(get_db)):
    db.delete(user)
    db.commit()
