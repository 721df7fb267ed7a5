from fastapi import APIRouter, Depends
from sqlalchemy import select
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
    user: User = Depends(current_user),
    db: Session = Depends(get_db),
):
    order = Order(user_id=user.id, product_id=given.product_id, quantity=given.quantity)
    db.add(order)
    db.commit()
    return order
