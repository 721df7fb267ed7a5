import os

from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

engine = create_engine(os.environ["DATABASE_URL"])
app = FastAPI()


class Base(DeclarativeBase):
    pass


class Letter(Base):
    __tablename__ = "letters"
    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]
    body: Mapped[str]


class LetterOut(BaseModel):
    id: int
    subject: str


class Letters:
    def __init__(self, session: Session):
        self.session = session

    def some(self) -> list[LetterOut]:
        found = []
        for letter in self.session.scalars(select(Letter)):
            found.append(LetterOut(id=letter.id, subject=letter.subject))
        return found


SERVICES = {"letters": Letters}


def service(kind: str, session: Session) -> Letters:
    return SERVICES.get(kind.lower())(session)


@app.get("/letters")
def letters() -> list[LetterOut]:
    with Session(engine) as session:
        return service("Letters", session).some()
