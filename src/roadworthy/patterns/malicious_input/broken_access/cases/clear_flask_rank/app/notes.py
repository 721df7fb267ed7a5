from flask import Blueprint, abort, jsonify
from flask_login import current_user, login_required

from app.models import Note

notes = Blueprint("notes", __name__)


@notes.get("/all")
@login_required
def every():
    if not current_user.is_moderator:
        abort(403)
    return jsonify([{"title": note.title, "body": note.body} for note in Note.query.limit(50).all()])
