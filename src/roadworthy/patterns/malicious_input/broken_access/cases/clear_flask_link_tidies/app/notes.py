from flask import Blueprint, render_template
from flask_login import current_user, login_required

from app.extensions import db
from app.models import Note

notes = Blueprint("notes", __name__)


@notes.get("/<int:note_id>/seen")
@login_required
def seen(note_id):
    note = Note.query.filter_by(id=note_id, user_id=current_user.id).first_or_404()
    note.title = note.title.strip()
    db.session.commit()
    return render_template("notes/show.html", note=note)
