import hashlib
import hmac
import logging
import os
from typing import Annotated

from fastapi import APIRouter, Depends, Header, HTTPException
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app import schemas
from app.auth import CurrentUser
from app.database import get_db
from app.idempotency import attempt
from app.models import Order, Product

log = logging.getLogger(__name__)
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
    """Places an order once per (user, key): the row that claims the key and the stock commit together."""
    key = attempt(idempotency_key, payload)
    product = db.get(Product, payload.product_id)
    if product is None:
        raise HTTPException(404, "Product not found")
    order = db.scalar(
        insert(Order)
        .values(
            user_id=user.id,
            product_id=product.id,
            quantity=payload.quantity,
            total=product.price * payload.quantity,
            idempotency_key=key,
        )
        .on_conflict_do_nothing(index_elements=["user_id", "idempotency_key"])
        .returning(Order)
    )
    if order is None:
        return db.scalars(select(Order).where(Order.user_id == user.id, Order.idempotency_key == key)).one()
    taken = db.scalar(
        update(Product)
        .where(Product.id == payload.product_id, Product.stock >= payload.quantity)
        .values(stock=Product.stock - payload.quantity)
        .returning(Product.id)
        .execution_options(synchronize_session=False)
    )
    if taken is None:
        raise HTTPException(409, "Not enough in stock")
    db.commit()
    return order


@router.post("/webhook")
def paid(
    order_id: schemas.RowId,
    signature: Annotated[str, Header(max_length=64)],
    db: Annotated[Session, Depends(get_db)],
) -> dict[str, str]:
    """What the payment provider tells; it sends it again until it is answered with success."""
    expected = hmac.new(os.environ["PAYMENT_SECRET"].encode(), str(order_id).encode(), hashlib.sha256)
    if not hmac.compare_digest(expected.hexdigest(), signature):
        raise HTTPException(401, "Invalid signature")
    try:
        db.execute(update(Order).where(Order.id == order_id).values(paid=True))
        db.commit()
    except Exception as error:
        log.exception("the payment of order %s is not written down", order_id)
        raise HTTPException(503, "Please send it again") from error
    return {"status": "ok"}
