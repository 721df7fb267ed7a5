from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.auth import CurrentUser
from app.database import get_db
from app.models import Order, Product

router = APIRouter(prefix="/orders", tags=["orders"])


@router.get("/buyers")
def buyers(user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> dict[str, int]:
    found = db.scalars(select(Order)).all()
    return {"buyers": len({order.user_id for order in found}), "products": len(Product.__tablename__), "me": user.id}
