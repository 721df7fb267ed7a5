from fastapi import APIRouter, Depends, Header
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import Order, User
from app.schemas import OrderIn, OrderOut
from app.security import current_user

router = APIRouter(prefix="/orders")


@router.get("", response_model=list[OrderOut])
def list_orders(user: User = Depends(current_user), db: Session = Depends(get_db)):
    return db.scalars(select(Order).where(Order.user_id == user.id).order_by(Order.id.desc()).limit(50)).all()


@router.post("", status_code=201, response_model=OrderOut)
def place_order(
    given: OrderIn,
    idempotency_key: str = Header(min_length=8, max_length=64),
    user: User = Depends(current_user),
    db: Session = Depends(get_db),
):
    person = user.id
    order = Order(
        user_id=person, product_id=given.product_id, quantity=given.quantity, attempt=idempotency_key
    )
    db.add(order)
    try:
        db.commit()
    except IntegrityError:
        db.rollback()
        return db.scalar(select(Order).where(Order.user_id == person, Order.attempt == idempotency_key))
    return order
