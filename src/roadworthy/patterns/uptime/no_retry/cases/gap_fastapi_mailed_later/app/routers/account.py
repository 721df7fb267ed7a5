import os
import smtplib
from email.message import EmailMessage

from fastapi import APIRouter, BackgroundTasks

from app.auth import CurrentUser

router = APIRouter(prefix="/account", tags=["account"])


def send_receipt(address: str) -> None:
    message = EmailMessage()
    message["To"] = address
    message.set_content("Your receipt is ready.")
    with smtplib.SMTP(os.environ["SMTP_HOST"], timeout=10) as server:
        server.send_message(message)


@router.post("/receipt", status_code=202)
def ask_for_receipt(user: CurrentUser, later: BackgroundTasks) -> None:
    later.add_task(send_receipt, user.email)
