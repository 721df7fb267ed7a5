from flask import Blueprint, abort, jsonify
from flask_login import current_user, login_required

from app.extensions import db
from app.models import Note

notes = Blueprint("notes", __name__)


@notes.get("/<int:note_id>")
@login_required
def read(note_id):
    if not current_user.can("read-notes"):
        abort(403)
    note = Note.query.get_or_404(note_id)
    return jsonify(id=note.id, title=note.title)
