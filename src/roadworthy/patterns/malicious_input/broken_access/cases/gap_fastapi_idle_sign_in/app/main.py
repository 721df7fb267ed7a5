import os
from typing import Annotated

import bcrypt
import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm
from pydantic import BaseModel, Field
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.database import Base, get_db
from app.models import User

app = FastAPI(title="Workshop")
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="/login")
Db = Annotated[Session, Depends(get_db)]


class Part(Base):
    __tablename__ = "parts"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)


class Delivery(Base):
    __tablename__ = "deliveries"

    id: Mapped[int] = mapped_column(primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("parts.id"), index=True)
    quantity: Mapped[int]


class Named(BaseModel):
    name: str = Field(min_length=1, max_length=120)


class Delivered(BaseModel):
    part_id: int
    quantity: int = Field(ge=1, le=999)


def get_clerk(token: Annotated[str, Depends(oauth2_scheme)], db: Db) -> User:
    try:
        clerk_id = int(jwt.decode(token, os.environ["SECRET_KEY"], algorithms=["HS256"])["sub"])
    except (jwt.PyJWTError, ValueError) as error:
        raise HTTPException(401, "Sign in first") from error
    clerk = db.get(User, clerk_id)
    if clerk is None:
        raise HTTPException(401, "Sign in first")
    return clerk


@app.post("/login")
def login(form: Annotated[OAuth2PasswordRequestForm, Depends()], db: Db) -> dict[str, str]:
    clerk = db.scalar(select(User).where(User.email == form.username))
    if clerk is None or not bcrypt.checkpw(form.password.encode(), clerk.password_hash.encode()):
        raise HTTPException(401, "Incorrect email or password")
    return {"access_token": jwt.encode({"sub": str(clerk.id)}, os.environ["SECRET_KEY"], algorithm="HS256")}


@app.get("/me")
def me(clerk: Annotated[User, Depends(get_clerk)]) -> dict[str, str]:
    return {"email": clerk.email}


@app.get("/parts")
def parts(db: Db) -> list[dict[str, str]]:
    return [{"name": part.name} for part in db.scalars(select(Part).order_by(Part.name).limit(100))]


@app.post("/parts", status_code=201)
def add_part(payload: Named, db: Db) -> dict[str, int]:
    part = Part(name=payload.name)
    db.add(part)
    db.commit()
    return {"id": part.id}


@app.put("/parts/{part_id}")
def rename_part(part_id: int, payload: Named, db: Db) -> dict[str, int]:
    part = db.get(Part, part_id)
    if part is None:
        raise HTTPException(404, "No such part")
    part.name = payload.name
    db.commit()
    return {"id": part.id}


@app.post("/deliveries", status_code=201)
def add_delivery(payload: Delivered, db: Db) -> dict[str, int]:
    delivery = Delivery(part_id=payload.part_id, quantity=payload.quantity)
    db.add(delivery)
    db.commit()
    return {"id": delivery.id}


@app.put("/deliveries/{delivery_id}")
def correct_delivery(delivery_id: int, payload: Delivered, db: Db) -> dict[str, int]:
    delivery = db.get(Delivery, delivery_id)
    if delivery is None:
        raise HTTPException(404, "No such delivery")
    delivery.quantity = payload.quantity
    db.commit()
    return {"id": delivery.id}
