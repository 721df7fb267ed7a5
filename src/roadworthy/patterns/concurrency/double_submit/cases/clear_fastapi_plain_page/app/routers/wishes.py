from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.auth import CurrentUser
from app.database import get_db
from app.wishes_model import Wish

router = APIRouter(prefix="/wishes", tags=["wishes"])


class WishCreate(BaseModel):
    title: str = Field(min_length=1, max_length=120)


@router.post("", status_code=201)
def add_wish(payload: WishCreate, user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> dict[str, int]:
    wish = db.scalar(select(Wish).where(Wish.user_id == user.id, Wish.title == payload.title))
    if wish is None:
        wish = Wish(user_id=user.id, title=payload.title)
        db.add(wish)
        db.commit()
    return {"id": wish.id}
