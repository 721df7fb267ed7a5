from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import Shelf

app = FastAPI()
Database = Annotated[Session, Depends(get_db)]


@app.get("/shelves")
def listed(db: Database, after: int = 0) -> list[dict[str, str]]:
    found = db.scalars(select(Shelf).where(Shelf.id > after).order_by(Shelf.id).limit(50))
    return [{"label": one.label} for one in found]


@app.post("/shelves", status_code=201)
def add(label: str, db: Database) -> dict[str, int]:
    made = Shelf(label=label)
    db.add(made)
    db.commit()
    return {"id": made.id}


@app.delete("/shelves/{key}", status_code=204)
def remove(key: int, db: Database) -> None:
    found = db.get(Shelf, key)
    if found is not None:
        db.delete(found)
        db.commit()
