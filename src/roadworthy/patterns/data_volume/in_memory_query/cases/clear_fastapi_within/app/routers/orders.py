from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.auth import CurrentUser
from app.database import get_db
from app.models import Order, Product

router = APIRouter(prefix="/orders", tags=["orders"])


@router.get("/known")
def known(name: str, user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> dict[str, bool | list[str]]:
    names = [product.name for product in db.scalars(select(Product)).all()]
    return {"known": name in names, "names": names, "ordered": Order.id is not None, "asked": user.id > 0}
