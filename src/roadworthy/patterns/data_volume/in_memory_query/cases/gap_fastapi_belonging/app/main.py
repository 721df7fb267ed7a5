from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from app.auth import CurrentUser
from app.database import Base, get_db

app = FastAPI()
Database = Annotated[Session, Depends(get_db)]


class Branch(Base):
    __tablename__ = "branches"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)


class Visit(Base):
    __tablename__ = "visits"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"), index=True)
    minutes: Mapped[int]
    branch: Mapped[Branch] = relationship()


@app.get("/visits/by-branch")
def by_branch(user: CurrentUser, db: Database) -> dict[str, int]:
    minutes: dict[str, int] = {}
    for visit in db.scalars(select(Visit).where(Visit.user_id == user.id)).all():
        name = visit.branch.name
        minutes[name] = minutes.get(name, 0)
        minutes[name] += visit.minutes
    return minutes


@app.post("/visits/{branch_id}", status_code=204)
def visit(branch_id: int, user: CurrentUser, db: Database) -> None:
    db.add(Visit(user_id=user.id, branch_id=branch_id, minutes=30))
    db.commit()
