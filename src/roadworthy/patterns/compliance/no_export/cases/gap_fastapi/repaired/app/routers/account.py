from typing import Annotated

from fastapi import APIRouter, Depends
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


@router.get("/export")
def export_account(user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> dict[str, object]:
    notes = db.scalars(select(Note).where(Note.user_id == user.id)).all()
    orders = db.scalars(select(Order).where(Order.user_id == user.id)).all()
    return {
        "account": {"email": user.email, "name": user.name},
        "notes": [{"title": note.title, "body": note.body} for note in notes],
        "orders": [{"product": order.product_id, "total": str(order.total)} for order in orders],
    }
