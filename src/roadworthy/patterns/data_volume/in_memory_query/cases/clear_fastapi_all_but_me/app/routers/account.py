from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.auth import require_admin
from app.database import get_db
from app.models import User

router = APIRouter(prefix="/account", tags=["account"])


@router.get("/others")
def others(user: Annotated[User, Depends(require_admin)], db: Annotated[Session, Depends(get_db)]) -> list[str]:
    return [other.name for other in db.scalars(select(User)).all() if other.id != user.id]
