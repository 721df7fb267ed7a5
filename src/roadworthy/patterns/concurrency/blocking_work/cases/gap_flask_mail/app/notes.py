import smtplib
from email.message import EmailMessage

from flask import Blueprint, redirect, url_for
from flask_login import current_user, login_required

notes = Blueprint("notes", __name__)


@notes.post("/reminders")
@login_required
def remind():
    message = EmailMessage()
    message["To"] = current_user.email
    message.set_content("Your notes are waiting")
    with smtplib.SMTP("mail.example.org", timeout=5) as server:
        server.send_message(message)
    return redirect(url_for("notes.remind"))
