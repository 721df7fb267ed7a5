import os
import smtplib
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from html import escape

from fastapi import FastAPI
from pydantic import BaseModel, EmailStr

app = FastAPI()


class Invitation(BaseModel):
    name: str
    email: EmailStr


def letter(name: str) -> str:
    return f"<p>Hello {name},</p><p>somebody would like you to join.</p>"


@app.post("/invitations", status_code=204)
def invite(asked: Invitation) -> None:
    message = MIMEMultipart()
    message["To"] = asked.email
    message.attach(MIMEText(letter(escape(asked.name)), "html"))
    with smtplib.SMTP(os.environ["MAIL_HOST"], timeout=5) as server:
        server.send_message(message)
