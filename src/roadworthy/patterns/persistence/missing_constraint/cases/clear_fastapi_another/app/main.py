from typing import Annotated

from fastapi import Depends, FastAPI
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import Shelf

app = FastAPI()
Database = Annotated[Session, Depends(get_db)]




class Asked(BaseModel):
    label: str = Field(max_length=40)
    seen: list[int] = Field(max_length=50)


@app.post("/shelves/next", status_code=201)
def another(given: Asked, db: Database) -> dict[str, int]:
    """Another shelf of that label than those that were seen, or a new one where all were."""
    found = select(Shelf).where(Shelf.label == given.label, ~Shelf.id.in_(given.seen)).limit(1)
    shelf = db.scalars(found).first()
    if shelf is None:
        shelf = Shelf(label=given.label, barcode="")
        db.add(shelf)
        db.commit()
    return {"id": shelf.id}
