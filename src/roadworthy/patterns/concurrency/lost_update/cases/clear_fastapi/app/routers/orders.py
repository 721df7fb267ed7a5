from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import schemas
from app.auth import CurrentUser
from app.database import get_db
from app.idempotency import attempt
from app.models import Order, Product

router = APIRouter(prefix="/orders", tags=["orders"])


@router.get("", response_model=list[schemas.OrderOut])
def list_orders(
    user: CurrentUser,
    db: Annotated[Session, Depends(get_db)],
    limit: schemas.Limit = 50,
    cursor: schemas.Cursor = None,
) -> list[Order]:
    query = select(Order).where(Order.user_id == user.id)
    if cursor is not None:
        query = query.where(Order.id < cursor)
    return list(db.scalars(query.order_by(Order.id.desc()).limit(limit)))


@router.post("", response_model=schemas.OrderOut, status_code=201)
def place_order(
    payload: schemas.OrderCreate,
    user: CurrentUser,
    db: Annotated[Session, Depends(get_db)],
    idempotency_key: schemas.IdempotencyKey = None,
) -> Order:
    key = attempt(idempotency_key, payload)
    earlier = db.scalar(select(Order).where(Order.user_id == user.id, Order.idempotency_key == key))
    if earlier is not None:
        return earlier
    product = db.get(Product, payload.product_id, with_for_update=True)
    if product is None:
        raise HTTPException(404, "Product not found")
    if product.stock < payload.quantity:
        raise HTTPException(409, "Not enough in stock")
    product.stock = product.stock - payload.quantity
    order = Order(
        user_id=user.id,
        product_id=product.id,
        quantity=payload.quantity,
        total=product.price * payload.quantity,
        idempotency_key=key,
    )
    db.add(order)
    db.commit()
    return order
