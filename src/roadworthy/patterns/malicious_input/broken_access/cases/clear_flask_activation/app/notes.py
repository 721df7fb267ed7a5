import os

import jwt
from celery import Celery
from flask import Blueprint, flash, redirect, request, url_for

from app.models import User

notes = Blueprint("notes", __name__)
queue = Celery("app", broker=os.environ.get("BROKER_URL"))


@notes.post("/activate")
def activate():
    user = User.query.filter_by(email=request.form["email"]).first()
    if user is None:
        flash("No such address")
        return redirect(url_for("notes.activate"))
    token = jwt.encode({"user": user.id}, os.environ["SECRET_KEY"], algorithm="HS256")
    queue.send_task("activation", kwargs={"link": token, "to": user.email})
    flash("Look into your mailbox")
    return redirect(url_for("accounts.login"))
