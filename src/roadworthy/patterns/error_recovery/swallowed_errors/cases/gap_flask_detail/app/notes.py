from flask import Blueprint, flash, redirect, url_for
from flask_login import current_user, login_required

from app.extensions import db
from app.models import Note

notes = Blueprint("notes", __name__)


class Refused(Exception):
    detail = ""


@notes.post("/<int:note_id>/close")
@login_required
def close(note_id):
    try:
        note = Note.query.filter_by(id=note_id, user_id=current_user.id).one()
        note.body = ""
        db.session.commit()
    except Exception as error:
        flash(str(getattr(error, "detail", error)))
    return redirect(url_for("orders.index"))
