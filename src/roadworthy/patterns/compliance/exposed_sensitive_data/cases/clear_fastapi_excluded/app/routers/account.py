from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.auth import require_admin
from app.database import get_db
from app.models import User

router = APIRouter(prefix="/account", tags=["account"])


class Profile(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    name: str
    password_hash: str = Field(exclude=True)


@router.get("/people", response_model=list[Profile], dependencies=[Depends(require_admin)])
def people(db: Annotated[Session, Depends(get_db)]) -> Sequence[User]:
    return db.scalars(select(User).order_by(User.id.desc()).limit(50)).all()
