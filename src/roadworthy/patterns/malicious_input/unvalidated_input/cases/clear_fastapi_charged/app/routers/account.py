from typing import Annotated

import stripe
from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.auth import CurrentUser
from app.database import get_db
from app.models import Note, Order, Product, User

router = APIRouter(prefix="/account", tags=["account"])


@router.delete("", status_code=204)
def erase_account(user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> None:
    """Erases a person and everything that is theirs, all or nothing."""
    user_id = user.id
    db.execute(delete(Note).where(Note.user_id == user_id))
    db.execute(delete(Order).where(Order.user_id == user_id))
    db.execute(delete(User).where(User.id == user_id))
    db.commit()


class Payment(BaseModel):
    product_id: int


@router.post("/pay")
def pay(data: Payment, user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> dict[str, str]:
    product = db.get(Product, data.product_id)
    if product is None:
        raise HTTPException(404)
    intent = stripe.PaymentIntent.create(amount=int(product.price * 100), currency="usd", timeout=10)
    return {"secret": intent.client_secret}
