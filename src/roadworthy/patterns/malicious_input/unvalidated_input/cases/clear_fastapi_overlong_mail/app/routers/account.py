from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, EmailStr, HttpUrl
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.auth import CurrentUser
from app.database import Base, get_db

router = APIRouter(prefix="/contacts", tags=["contacts"])


class Contact(Base):
    __tablename__ = "contacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    email: Mapped[str] = mapped_column(String(254))
    website: Mapped[str] = mapped_column(String(2083))


class NewContact(BaseModel):
    email: EmailStr
    website: HttpUrl


@router.post("", status_code=204)
def add_contact(data: NewContact, user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> None:
    db.add(Contact(user_id=user.id, email=data.email, website=str(data.website)))
    db.commit()
