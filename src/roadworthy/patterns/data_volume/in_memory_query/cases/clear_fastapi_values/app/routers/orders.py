from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from app.auth import CurrentUser
from app.database import get_db
from app.models import Order, Product

router = APIRouter(prefix="/orders", tags=["orders"])


@router.get("/buyers")
def buyers(user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> dict[str, int]:
    number = db.scalar(select(func.count(distinct(Order.user_id))))
    return {"buyers": number or 0, "products": len(Product.__tablename__), "me": user.id}
