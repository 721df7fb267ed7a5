from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel, field_validator
from sqlalchemy import ForeignKey, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.auth import CurrentUser
from app.database import Base, get_db
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


class Offer(Base):
    __tablename__ = "offers"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    price: Mapped[int] = mapped_column()
    stock: Mapped[int] = mapped_column()


class NewOffer(BaseModel):
    price: int
    stock: int

    @field_validator("stock")
    @classmethod
    def is_there(cls, value: int) -> int:
        if value < 0 or value > 1_000:
            raise ValueError("no such stock")
        return value


@router.post("/offers", status_code=201)
def offer(data: NewOffer, user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> None:
    if data.price is None:
        raise HTTPException(422)
    db.add(Offer(user_id=user.id, price=data.price, stock=data.stock))
    db.commit()
