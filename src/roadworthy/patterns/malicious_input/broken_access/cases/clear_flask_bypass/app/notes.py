from functools import wraps

from flask import Blueprint, current_app, redirect, request, session, url_for

from app.extensions import db
from app.models import Note

notes = Blueprint("notes", __name__)


def admin_only(bypass=None):
    def over(view):
        @wraps(view)
        def guarded(*args, **kwargs):
            bypassed = False
            if bypass is not None and current_app.config.get(bypass[0]) == bypass[1]:
                bypassed = True
            if session.get("is_admin") or bypassed:
                return view(*args, **kwargs)
            return redirect(url_for("accounts.login"))

        return guarded

    return over


@notes.post("/<int:note_id>/edit")
@admin_only()
def edit(note_id):
    note = Note.query.filter_by(id=note_id).first_or_404()
    note.title = request.form["title"]
    db.session.commit()
    return redirect(url_for("notes.show", note_id=note.id))
