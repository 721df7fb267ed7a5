from flask import Blueprint, redirect, request, url_for
from flask_login import current_user, login_required

from app.extensions import db
from app.models import Note

notes = Blueprint("notes", __name__)


@notes.post("/import")
@login_required
def load():
    Note.query.filter_by(user_id=current_user.id).delete()
    for title in request.form.getlist("title")[:50]:
        db.session.add(Note(user_id=current_user.id, title=title[:120], body=""))
    db.session.commit()
    return redirect(url_for("orders.index"))
