from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import Tutor

app = FastAPI()
Database = Annotated[Session, Depends(get_db)]


@app.get("/tutores")
def listed(db: Database, after: int = 0) -> list[dict[str, str]]:
    found = db.scalars(select(Tutor).where(Tutor.id > after).order_by(Tutor.id).limit(50))
    return [{"cpf": one.cpf} for one in found]


@app.post("/tutores", status_code=201)
def add(cpf: str, db: Database) -> dict[str, int]:
    made = Tutor(cpf=cpf)
    db.add(made)
    db.commit()
    return {"id": made.id}


@app.delete("/tutores/{key}", status_code=204)
def remove(key: int, db: Database) -> None:
    found = db.get(Tutor, key)
    if found is not None:
        db.delete(found)
        db.commit()
