from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import Sale

app = FastAPI()
Database = Annotated[Session, Depends(get_db)]


@app.get("/sales")
def listed(db: Database, after: int = 0) -> list[dict[str, str]]:
    found = db.scalars(select(Sale).where(Sale.id > after).order_by(Sale.id).limit(50))
    return [{"customer_name": one.customer_name} for one in found]


@app.post("/sales", status_code=201)
def add(customer_name: str, db: Database) -> dict[str, int]:
    made = Sale(customer_name=customer_name)
    db.add(made)
    db.commit()
    return {"id": made.id}


@app.delete("/sales/{key}", status_code=204)
def remove(key: int, db: Database) -> None:
    found = db.get(Sale, key)
    if found is not None:
        db.delete(found)
        db.commit()
