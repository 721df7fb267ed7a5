import hashlib
import hmac
import os
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import Order

router = APIRouter(prefix="/orders", tags=["orders"])
SECRET = os.environ.get("PAYMENT_SECRET", "")


def is_theirs(body: bytes, signature: str) -> bool:
    if not SECRET:
        return False
    return hmac.compare_digest(hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest(), signature)


@router.post("/webhook")
async def webhook(request: Request, db: Annotated[Session, Depends(get_db)]) -> dict[str, bool]:
    body = await request.body()
    if not is_theirs(body, request.headers.get("x-signature", "")):
        raise HTTPException(400, "The signature is not the service's")
    event = await request.json()
    order = db.scalar(select(Order).where(Order.service_order == event["order"]))
    if order is not None:
        order.paid = True
        db.commit()
    return {"received": True}
