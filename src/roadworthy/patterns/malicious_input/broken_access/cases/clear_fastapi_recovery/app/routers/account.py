import os
import smtplib
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Annotated

import jwt
from fastapi import APIRouter, Depends
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import User

router = APIRouter(prefix="/account", tags=["account"])


@router.post("/password-recovery/{email}")
def recover(email: str, db: Annotated[Session, Depends(get_db)]) -> dict[str, str]:
    user = db.scalars(select(User).where(User.email == email)).first()
    if user is not None:
        expires = datetime.now(UTC) + timedelta(hours=1)
        mark = jwt.encode({"sub": email, "exp": expires}, os.environ["SECRET_KEY"], algorithm="HS256")
        letter = EmailMessage()
        letter["To"] = user.email
        letter.set_content(f"https://shop.example/new-password?mark={mark}")
        with smtplib.SMTP(os.environ["SMTP_HOST"], timeout=5) as server:
            server.send_message(letter)
    return {"message": "If there is such an account, a letter is on its way"}
