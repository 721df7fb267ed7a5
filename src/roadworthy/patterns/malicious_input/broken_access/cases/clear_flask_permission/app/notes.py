from flask import Blueprint, abort, render_template
from flask_allows import Permission, Requirement
from flask_login import current_user, login_required

from app.models import Note

notes = Blueprint("notes", __name__)


class MayRead(Requirement):
    def fulfill(self, person):
        return person.is_admin


@notes.get("/<int:note_id>")
@login_required
def show(note_id):
    if not Permission(MayRead(), identity=current_user):
        abort(403)
    note = Note.query.filter_by(id=note_id).first_or_404()
    return render_template("notes/show.html", note=note)
