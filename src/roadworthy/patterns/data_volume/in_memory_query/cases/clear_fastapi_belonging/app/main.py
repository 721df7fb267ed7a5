from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import ForeignKey, String, func, select
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
    spent = select(Branch.name, func.sum(Visit.minutes)).join(Visit).where(Visit.user_id == user.id).group_by(Branch.name)
    return {name: minutes for name, minutes in db.execute(spent)}


@app.post("/visits/{branch_id}", status_code=204)
def visit(branch_id: int, user: CurrentUser, db: Database) -> None:
    db.add(Visit(user_id=user.id, branch_id=branch_id, minutes=30))
    db.commit()
