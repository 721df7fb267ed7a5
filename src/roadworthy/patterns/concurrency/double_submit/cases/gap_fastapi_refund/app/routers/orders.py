from typing import Annotated

import stripe
from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import schemas
from app.auth import CurrentUser
from app.database import get_db
from app.models import Order

router = APIRouter(prefix="/orders", tags=["orders"])


@router.post("/{order_id}/refund", status_code=204)
def refund(order_id: schemas.RowId, user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> None:
    order = db.scalar(select(Order).where(Order.id == order_id, Order.user_id == user.id))
    if order is None:
        raise HTTPException(404, "Order not found")
    stripe.Refund.create(payment_intent=order.idempotency_key)
