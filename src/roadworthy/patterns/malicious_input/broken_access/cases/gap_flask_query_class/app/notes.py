from flask import Blueprint, abort, jsonify
from flask_login import current_user, login_required

from app.models import Note

notes = Blueprint("notes", __name__)


@notes.get("/<int:note_id>")
@login_required
def show(note_id):
    note = Note.query.get(note_id, current_user)
    if note is None:
        abort(404)
    return jsonify(title=note.title, body=note.body)
