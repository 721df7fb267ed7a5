from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.auth import CurrentUser
from app.database import Base, get_db

router = APIRouter(prefix="/remarks", tags=["remarks"])


class Remark(Base):
    __tablename__ = "remarks"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(Text)


class NewRemark(BaseModel):
    text: str = Field(max_length=4000)


@router.post("", status_code=204)
def add_remark(data: NewRemark, user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> None:
    db.add(Remark(user_id=user.id, text=data.text))
    db.commit()
