from typing import Annotated, Any

import jwt
from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel, EmailStr, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import schemas
from app.auth import ALGORITHM, SECRET_KEY, oauth2_scheme
from app.database import get_db
from app.models import Product, User

router = APIRouter(prefix="/products", tags=["products"])


class Seller(BaseModel):
    name: str | None = Field(None, max_length=60)
    email: EmailStr | None = Field(None, max_length=120)
    town: str | None = Field(None, max_length=60)
    phone: str | None = Field(None, max_length=30)


def seller(token: Annotated[str, Depends(oauth2_scheme)], db: Annotated[Session, Depends(get_db)]) -> User:
    claims = jwt.decode(token, SECRET_KEY, algorithms=[ALGORITHM])
    person = db.query(User).filter(User.email == claims["sub"]).first()
    if person is None:
        raise HTTPException(401, "Sign in first")
    return person


@router.put("/seller")
def change(
    given: Seller, person: Annotated[User, Depends(seller)], db: Annotated[Session, Depends(get_db)]
) -> dict[str, Any]:
    if given.email and given.email != person.email:
        person.email = given.email
    if given.name:
        person.name = given.name
    if given.town:
        person.town = given.town
    if given.phone:
        person.phone = given.phone
    db.commit()
    return {"name": person.name, "email": person.email}


@router.get("", response_model=list[schemas.ProductOut])
def list_products(db: Annotated[Session, Depends(get_db)], limit: schemas.Limit = 50) -> list[Product]:
    return list(db.scalars(select(Product).order_by(Product.id).limit(limit)))
