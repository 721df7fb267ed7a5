from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel
from sqlalchemy.orm import Session

from app.auth import CurrentUser
from app.database import get_db

router = APIRouter(prefix="/notes", tags=["notes"])


class Joining(BaseModel):
    role: Literal["guest", "host"]


@router.get("/rooms")
def rooms(user: CurrentUser) -> dict[str, str]:
    if user.role != "host":
        raise HTTPException(403, "Hosts only")
    return {"email": user.email}


@router.put("/role", status_code=204)
def join(payload: Joining, user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> None:
    user.role = payload.role
    db.commit()
