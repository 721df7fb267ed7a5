from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app import schemas

from app.database import get_db
from app.models import Product

class ShopRouter(APIRouter):
    def __init__(self, prefix: str = "", **others):
        super().__init__(prefix=prefix, dependencies=[Depends(get_db)], **others)

router = APIRouter()
staff = ShopRouter(prefix="/products")

@staff.delete("/{product_id}", status_code=204)
def remove(product_id: schemas.RowId, db: Annotated[Session, Depends(get_db)]) -> None:
    removed = db.scalar(delete(Product).where(Product.id == product_id).returning(Product.id))
    if removed is None:
        raise HTTPException(404, "Product not found")
    db.commit()

@router.get("/products", response_model=list[schemas.ProductOut])
def list_products(db: Annotated[Session, Depends(get_db)], limit: schemas.Limit = 50) -> list[Product]:
    return list(db.scalars(select(Product).order_by(Product.id).limit(limit)))

router.include_router(staff)
