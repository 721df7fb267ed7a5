from typing import Annotated, Any

import jwt
from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app import schemas
from app.auth import ALGORITHM, SECRET_KEY, oauth2_scheme
from app.database import get_db
from app.models import Product, User

router = APIRouter(prefix="/products", tags=["products"])


class Found:
    def __init__(self, db: Session, kind: Any):
        self.db, self.kind = db, kind

    def __getattr__(self, name: str) -> Any:
        return getattr(self.db, name)


def staff(token: Annotated[str, Depends(oauth2_scheme)], db: Annotated[Session, Depends(get_db)]) -> Any:
    claims = jwt.decode(token, SECRET_KEY, algorithms=[ALGORITHM])
    person = Found(db, User).one_of(claims["sub"])
    if person is None or not person.is_admin:
        raise HTTPException(403, "Not for you")
    return person


@router.delete("/{product_id}", status_code=204)
def remove(
    product_id: schemas.RowId, person: Annotated[Any, Depends(staff)], db: Annotated[Session, Depends(get_db)]
) -> None:
    removed = db.scalar(delete(Product).where(Product.id == product_id).returning(Product.id))
    if removed is None:
        raise HTTPException(404, "Product not found")
    db.commit()


@router.get("", response_model=list[schemas.ProductOut])
def list_products(db: Annotated[Session, Depends(get_db)], limit: schemas.Limit = 50) -> list[Product]:
    return list(db.scalars(select(Product).order_by(Product.id).limit(limit)))
