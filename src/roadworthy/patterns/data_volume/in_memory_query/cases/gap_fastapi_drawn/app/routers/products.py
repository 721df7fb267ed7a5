import random
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from app.auth import CurrentUser
from app.database import get_db
from app.models import Order

router = APIRouter(prefix="/products", tags=["products"])


@router.get("/drawn")
def draw(user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> dict[str, int]:
    drawn = random.choice(db.query(Order).all())
    return {"winner": drawn.id}
