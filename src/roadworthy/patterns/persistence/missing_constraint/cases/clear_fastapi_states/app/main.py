from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, Field
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import Job

app = FastAPI()
Database = Annotated[Session, Depends(get_db)]


class Asked(BaseModel):
    label: str = Field(max_length=40)


@app.post("/jobs", status_code=201)
def start(given: Asked, db: Database) -> dict[str, int]:
    running = select(Job).where(Job.label == given.label, or_(Job.status == "queued", Job.status == "running"))
    if db.scalars(running.limit(1)).first():
        raise HTTPException(409, "Such a job is running")
    job = Job(label=given.label, status="queued")
    db.add(job)
    db.commit()
    return {"id": job.id}
