from flask import Blueprint, jsonify, request
from flask_login import current_user, login_required

from app.models import Note

notes = Blueprint("notes", __name__)


@notes.get("/titles")
@login_required
def titles():
    number = request.args.get("number", 20, type=int)
    found = Note.query.filter_by(user_id=current_user.id).order_by(Note.id).limit(number)
    return jsonify([note.title for note in found])
