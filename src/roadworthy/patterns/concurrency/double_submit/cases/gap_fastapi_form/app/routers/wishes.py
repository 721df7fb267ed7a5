from typing import Annotated

from fastapi import APIRouter, Depends, Form
from sqlalchemy.orm import Session

from app.auth import CurrentUser
from app.database import get_db
from app.wishes_model import Wish

router = APIRouter(prefix="/wishes", tags=["wishes"])


@router.post("", status_code=201)
def add_wish(
    title: Annotated[str, Form(min_length=1, max_length=120)],
    user: CurrentUser,
    db: Annotated[Session, Depends(get_db)],
) -> dict[str, int]:
    wish = Wish(user_id=user.id, title=title)
    db.add(wish)
    db.commit()
    return {"id": wish.id}
