from datetime import date, datetime

from flask import Blueprint, redirect, request, url_for
from flask_login import current_user, login_required

from app.extensions import db
from app.models import Note

notes = Blueprint("notes", __name__)


@notes.post("/dated")
@login_required
def dated():
    try:
        day = datetime.strptime(request.form["day"], "%Y-%m-%d").date()
    except:
        day = date.today()
    db.session.add(Note(user_id=current_user.id, title=day.isoformat(), body=""))
    db.session.commit()
    return redirect(url_for("orders.index"))
