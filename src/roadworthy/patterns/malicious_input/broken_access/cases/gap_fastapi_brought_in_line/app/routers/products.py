from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import schemas
from app.auth import require_admin
from app.caching import keep_for_a_minute
from app.database import get_db
from app.models import Product
from app.outside import client, fetch_rate

router = APIRouter(prefix="/products", tags=["products"])


@router.get("", response_model=list[schemas.ProductOut], dependencies=[Depends(keep_for_a_minute)])
def list_products(
    db: Annotated[Session, Depends(get_db)], limit: schemas.Limit = 50, cursor: schemas.Cursor = None
) -> list[Product]:
    query = select(Product)
    if cursor is not None:
        query = query.where(Product.id > cursor)
    return list(db.scalars(query.order_by(Product.id).limit(limit)))


@router.get("/{product_id}", response_model=schemas.ProductOut, dependencies=[Depends(keep_for_a_minute)])
def get_product(product_id: schemas.RowId, db: Annotated[Session, Depends(get_db)]) -> Product:
    product = db.get(Product, product_id)
    if product is None:
        raise HTTPException(404, "Product not found")
    return product


@router.get("/{product_id}/price", response_model=schemas.PriceOut)
def get_price(
    product_id: schemas.RowId, currency: schemas.Currency, db: Annotated[Session, Depends(get_db)]
) -> schemas.PriceOut:
    product = db.get(Product, product_id)
    if product is None:
        raise HTTPException(404, "Product not found")
    price = product.price
    # The rate service may be slow: give the connection back first.
    db.close()
    rate = fetch_rate(currency)
    if rate is None:
        # Without a rate the price is still true in pounds.
        return schemas.PriceOut(currency="GBP", price=float(price), converted=False)
    return schemas.PriceOut(currency=currency, price=round(float(price * rate), 2), converted=True)


@router.post("/{product_id}/refresh", response_model=schemas.ProductOut)
def refresh_product(product_id: schemas.RowId, db: Annotated[Session, Depends(get_db)]) -> Product:
    told = client.get(f"https://wholesale.example.com/products/{product_id}").json()
    product = db.scalar(
        update(Product).where(Product.id == product_id).values(price=told["price"], stock=told["stock"]).returning(Product)
    )
    if product is None:
        raise HTTPException(404, "Product not found")
    db.commit()
    return product


@router.post("", response_model=schemas.ProductOut, status_code=201, dependencies=[Depends(require_admin)])
def create_product(payload: schemas.ProductCreate, db: Annotated[Session, Depends(get_db)]) -> Product:
    product = Product(name=payload.name, price=payload.price, stock=payload.stock)
    db.add(product)
    try:
        db.commit()
    except IntegrityError as error:
        raise HTTPException(409, "There is a product of this name") from error
    return product
