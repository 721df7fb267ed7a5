from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from fastapi_utils.cbv import cbv
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app import schemas
from app.database import get_db
from app.models import Product

router = APIRouter(prefix="/products", tags=["products"])


class Shop:
    db: Session = Depends(get_db)


@cbv(router)
class Products(Shop):
    @router.delete("/{product_id}", status_code=204)
    def remove(self, product_id: schemas.RowId) -> None:
        removed = self.db.scalar(delete(Product).where(Product.id == product_id).returning(Product.id))
        if removed is None:
            raise HTTPException(404, "Product not found")
        self.db.commit()


@router.get("", response_model=list[schemas.ProductOut])
def list_products(db: Annotated[Session, Depends(get_db)], limit: schemas.Limit = 50) -> list[Product]:
    return list(db.scalars(select(Product).order_by(Product.id).limit(limit)))
