from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import Job

app = FastAPI()
Database = Annotated[Session, Depends(get_db)]


class Asked(BaseModel):
    label: str = Field(max_length=40)


@app.post("/jobs", status_code=201)
def start(given: Asked, db: Database) -> dict[str, int]:
    there = select(Job).where(Job.label == given.label)
    if db.scalars(there.limit(1)).first():
        raise HTTPException(409, "There is such a job")
    job = Job(label=given.label, status="queued")
    db.add(job)
    db.commit()
    return {"id": job.id}
