from flask import Blueprint, redirect, request, url_for
from flask_login import current_user, login_required

from app.extensions import db
from app.models import Record

notes = Blueprint("notes", __name__)


@notes.post("/records")
@login_required
def add():
    number = request.form.get("number", type=int)
    db.session.add(Record(user_id=current_user.id, said=f"asked for number {number}"))
    db.session.commit()
    return redirect(url_for("orders.index"))
