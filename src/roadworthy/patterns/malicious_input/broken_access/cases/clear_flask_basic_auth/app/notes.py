from functools import wraps

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.security import check_password_hash

from app.extensions import db
from app.models import Note, User

notes = Blueprint("notes", __name__)


def with_password(view):
    @wraps(view)
    def guarded(note_id):
        shown = request.authorization
        if shown and shown.username is not None:
            person = User.query.filter_by(email=shown.username).first()
            if person and check_password_hash(person.password_hash, shown.password):
                return view(note_id)
        abort(401)

    return guarded


@notes.post("/<int:note_id>/edit")
@with_password
def edit(note_id):
    note = Note.query.filter_by(id=note_id).first_or_404()
    note.title = request.form["title"]
    db.session.commit()
    return redirect(url_for("notes.show", note_id=note.id))
