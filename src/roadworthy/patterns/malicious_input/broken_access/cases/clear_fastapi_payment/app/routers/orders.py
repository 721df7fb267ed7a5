import hashlib
import hmac
import os
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from app import schemas
from app.auth import CurrentUser
from app.database import get_db
from app.models import Order

router = APIRouter(prefix="/orders", tags=["orders"])


class Payment(BaseModel):
    service_order: str = Field(max_length=64)
    payment: str = Field(max_length=64)
    signature: str = Field(max_length=128)


@router.post("/{order_id}/paid", status_code=204)
def paid(
    order_id: schemas.RowId, payload: Payment, user: CurrentUser, db: Annotated[Session, Depends(get_db)]
) -> None:
    order = db.get(Order, order_id)
    if order is None or order.user_id != user.id or order.service_order != payload.service_order:
        raise HTTPException(404, "Order not found")
    signed = f"{payload.service_order}|{payload.payment}".encode()
    expected = hmac.new(os.environ["PAYMENT_SECRET"].encode(), signed, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, payload.signature):
        raise HTTPException(400, "The signature is not the service's")
    order.paid = True
    db.commit()
