from flask import Blueprint, redirect, url_for
from flask_login import current_user, login_required

from app.extensions import db
from app.models import Note

notes = Blueprint("notes", __name__)


@notes.get("/<int:note_id>/drop")
@login_required
def drop(note_id):
    note = Note.query.filter_by(id=note_id, user_id=current_user.id).first_or_404()
    db.session.delete(note)
    db.session.commit()
    return redirect(url_for("orders.index"))
