from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import schemas
from app.auth import CurrentUser
from app.database import get_db
from app.models import Order

router = APIRouter(prefix="/orders", tags=["orders"])


@router.get("", response_model=list[schemas.OrderOut])
def list_orders(user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> list[Order]:
    query = select(Order).where(Order.user_id == user.id, Order.quantity > 10)
    large = []
    for order in db.scalars(query.order_by(Order.id.desc()).limit(50)):
        large.append(order)
    return large
