import os
import secrets

from flask import Flask, request, session
from flask_session import Session

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
app.config["SESSION_TYPE"] = "redis"
Session(app)


@app.post("/code")
def send_code():
    code = f"{secrets.randbelow(1_000_000):06d}"
    send_mail(request.form["email"], code)
    session["otp"] = code
    return "", 204


def send_mail(email: str, code: str) -> None:
    """Hands it to the mail server."""
