from flask import Blueprint, jsonify
from flask_login import login_required

from app.models import Note

notes = Blueprint("notes", __name__)


@notes.get("/all")
@login_required
def every():
    return jsonify([{"title": note.title, "body": note.body} for note in Note.query.limit(50).all()])
