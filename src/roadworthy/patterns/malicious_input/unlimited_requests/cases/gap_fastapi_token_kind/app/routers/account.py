import os
from typing import Annotated

import httpx
from fastapi import APIRouter, Depends
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.auth import CurrentUser
from app.database import get_db
from app.models import Note, Order, User

router = APIRouter(prefix="/account", tags=["account"])


@router.delete("", status_code=204)
def erase_account(user: CurrentUser, db: Annotated[Session, Depends(get_db)]) -> None:
    """Erases a person and everything that is theirs, all or nothing."""
    user_id = user.id
    db.execute(delete(Note).where(Note.user_id == user_id))
    db.execute(delete(Order).where(Order.user_id == user_id))
    db.execute(delete(User).where(User.id == user_id))
    db.commit()


@router.post("/motto")
def motto(user: CurrentUser) -> dict[str, str]:
    answer = httpx.post(
        "https://ai.gateway.example.com/v1/chat/completions",
        headers={"Authorization": f"Bearer {os.environ['GATEWAY_KEY']}"},
        json={"model": "small", "messages": [{"role": "user", "content": f"A motto for {user.name}"}]},
        timeout=10,
    )
    answer.raise_for_status()
    return {"motto": answer.json()["choices"][0]["message"]["content"]}
