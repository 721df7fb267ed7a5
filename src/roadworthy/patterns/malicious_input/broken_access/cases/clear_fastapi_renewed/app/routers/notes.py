from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.database import Base, get_db
from app.models import Timestamp

router = APIRouter(prefix="/sessions", tags=["sessions"])


class OpenSession(Base):
    __tablename__ = "open_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    jti: Mapped[str] = mapped_column(String(255), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    device: Mapped[str] = mapped_column(String(120))
    ends_at: Mapped[datetime] = mapped_column(Timestamp)


class Renewal(BaseModel):
    session: str


@router.post("/renew")
def renew(given: Renewal, db: Annotated[Session, Depends(get_db)]) -> dict[str, str]:
    found = db.scalar(select(OpenSession).where(OpenSession.jti == given.session))
    if found is None:
        raise HTTPException(401, "No such session")
    return {"device": found.device, "jti": found.jti}
