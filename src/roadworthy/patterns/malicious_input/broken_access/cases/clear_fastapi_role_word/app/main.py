import os
from typing import Annotated, Literal

import bcrypt
import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import OAuth2PasswordBearer
from pydantic import BaseModel, Field
from sqlalchemy import String, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

engine = create_engine(os.environ["DATABASE_URL"])
Sessions = sessionmaker(engine)
app = FastAPI()
bearer = OAuth2PasswordBearer(tokenUrl="/login")


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    role: Mapped[str] = mapped_column(String(20), default="member")


class Book(Base):
    __tablename__ = "books"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120))


class NewUser(BaseModel):
    email: str = Field(max_length=255)
    password: str = Field(min_length=10, max_length=72)
    role: Literal["member", "author"] = "member"


def get_db():
    with Sessions() as db:
        yield db


Db = Annotated[Session, Depends(get_db)]


def current_user(token: Annotated[str, Depends(bearer)], db: Db) -> User:
    try:
        claims = jwt.decode(token, os.environ["SECRET_KEY"], algorithms=["HS256"])
    except jwt.PyJWTError as error:
        raise HTTPException(401, "Please sign in") from error
    user = db.get(User, claims["sub"])
    if user is None:
        raise HTTPException(401, "Please sign in")
    return user


def administrator(user: Annotated[User, Depends(current_user)]) -> User:
    if user.role != "admin":
        raise HTTPException(403, "Administrators only")
    return user


@app.post("/register", status_code=201)
def register(given: NewUser, db: Db) -> dict[str, int]:
    hashed = bcrypt.hashpw(given.password.encode(), bcrypt.gensalt()).decode()
    user = User(email=given.email, password_hash=hashed, role=given.role)
    db.add(user)
    db.commit()
    return {"id": user.id}


@app.delete("/books/{key}", status_code=204)
def remove(key: int, user: Annotated[User, Depends(administrator)], db: Db) -> None:
    db.delete(db.get(Book, key))
    db.commit()
