from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, Field
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import Shelf

app = FastAPI()
Database = Annotated[Session, Depends(get_db)]


class NewShelf(BaseModel):
    label: str = Field(max_length=40)
    barcode: str = Field(default="", max_length=40)


def find_shelf(db: Session, label: str, barcode: str = "") -> Shelf | None:
    if barcode:
        return db.scalars(select(Shelf).where(or_(Shelf.label == label, Shelf.barcode == barcode))).first()
    return db.scalars(select(Shelf).where(Shelf.label == label)).first()


@app.post("/shelves", status_code=201)
def add(given: NewShelf, db: Database) -> dict[str, int]:
    if find_shelf(db, given.label, given.barcode):
        raise HTTPException(409, "There is such a shelf")
    shelf = Shelf(label=given.label, barcode=given.barcode)
    db.add(shelf)
    db.commit()
    return {"id": shelf.id}
