from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app import schemas
from app.auth import CurrentUser, require_admin
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


@router.get("/report/{product_id}/export", dependencies=[Depends(require_admin)])
def export_report(product_id: schemas.RowId, db: Annotated[Session, Depends(get_db)]) -> dict[str, object]:
    orders = db.scalars(select(Order).where(Order.product_id == product_id).limit(500)).all()
    notes = db.scalars(select(Note).where(Note.title == str(product_id)).limit(500)).all()
    return {"orders": [order.quantity for order in orders], "notes": [note.title for note in notes]}
