from flask import Blueprint, abort, g, redirect, request, session, url_for

from app.extensions import db
from app.models import Note

notes = Blueprint("notes", __name__)


@notes.url_value_preprocessor
def open_note(endpoint, values):
    note_id = values.pop("note_id", None)
    if note_id:
        note = Note.query.filter_by(id=note_id).first_or_404()
        if note.user_id != session.get("user_id"):
            abort(403)
        g.note = note


@notes.post("/<int:note_id>/edit")
def edit():
    g.note.title = request.form["title"]
    db.session.commit()
    return redirect(url_for("notes.show", note_id=g.note.id))
