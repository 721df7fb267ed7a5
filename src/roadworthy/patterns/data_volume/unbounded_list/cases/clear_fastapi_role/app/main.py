from typing import Annotated

from fastapi import Depends, FastAPI
from pydantic import BaseModel
from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.auth import CurrentUser
from app.database import Base, get_db

app = FastAPI()


class Member(Base):
    __tablename__ = "members"

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(40), unique=True)
    role: Mapped[str] = mapped_column(String(20))
    law_firm_id: Mapped[int] = mapped_column(index=True)


class Named(BaseModel):
    account: str


@app.get("/people")
def listed(
    law_firm_id: int, user: CurrentUser, db: Annotated[Session, Depends(get_db)]
) -> list[Named]:
    return db.scalars(select(Member).where(Member.law_firm_id == law_firm_id, Member.role == "lawyer")).all()
