from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.auth import get_current_user
from app.database import get_db
from app.models import Note

router = APIRouter(prefix="/account", tags=["account"])
security = HTTPBearer()


@router.delete("", status_code=204)
def erase_notes(
    credentials: Annotated[HTTPAuthorizationCredentials, Depends(security)],
    db: Annotated[Session, Depends(get_db)],
) -> None:
    token = credentials.credentials
    print(f"Token: {token}")
    user = get_current_user(token, db)
    db.execute(delete(Note).where(Note.user_id == user.id))
    db.commit()
