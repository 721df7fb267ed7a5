from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.auth import CurrentUser
from app.database import get_db
from app.models import Note, Order, User

router = APIRouter(prefix="/account", tags=["account"])


@router.delete("", status_code=204)
def erase_account(user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> None:
    """Erases a person and everything that is theirs, all or nothing."""
    user_id = user.id
    db.execute(delete(Note).where(Note.user_id == user_id))
    db.execute(delete(Order).where(Order.user_id == user_id))
    db.execute(delete(User).where(User.id == user_id))
    db.commit()


@router.get("/orders")
def my_orders(sold: int, user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> list[dict[str, int]]:
    orders = db.scalars(select(Order).where(Order.user_id == user.id, Order.quantity >= sold)).all()
    if not orders:
        raise HTTPException(404, "You have not ordered anything yet")
    return [{"id": order.id} for order in orders]
