from flask import Blueprint, current_app, jsonify
from flask_login import current_user, login_required

from app.models import Note

notes = Blueprint("notes", __name__)


@notes.get("/<int:note_id>/title")
@login_required
def title(note_id):
    try:
        note = Note.query.filter_by(id=note_id, user_id=current_user.id).first()
    except Exception:
        current_app.logger.exception("what was asked for could not be read")
        return jsonify(error="the note could not be read"), 503
    return jsonify(title=note.title if note else None)
