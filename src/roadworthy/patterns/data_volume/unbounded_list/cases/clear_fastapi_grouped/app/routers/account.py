from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import delete, func, select
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


@router.get("/popular")
def popular(user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> list[dict[str, object]]:
    asked = (
        select(Product.name, func.count(Order.id))
        .join(Order, Order.product_id == Product.id)
        .group_by(Product.id, Product.name)
        .order_by(func.count(Order.id).desc()).limit(10)
    )
    return [{"name": name, "orders": orders} for name, orders in db.execute(asked).all()]
