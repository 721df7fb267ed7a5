import logging
import smtplib

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required

from app.extensions import db
from app.models import Note

notes = Blueprint("notes", __name__)
log = logging.getLogger(__name__)


def send(address, text):
    with smtplib.SMTP("mail.internal", timeout=10) as server:
        server.sendmail("notes@shop.internal", [address], text)


@notes.get("/")
@login_required
def index():
    found = Note.query.filter_by(user_id=current_user.id).order_by(Note.id.desc()).limit(50).all()
    return render_template("notes/list.html", notes=found)


@notes.post("/share")
@login_required
def share():
    note = db.get_or_404(Note, int(request.form["note"]))
    if note.user_id != current_user.id:
        return redirect(url_for("notes.index")), 403
    try:
        send(request.form["address"], note.body)
    except Exception:
        log.exception("a note could not be shared")
        return render_template("notes/shared.html")
    return render_template("notes/shared.html")
