from flask import Blueprint, render_template
from flask.views import MethodView
from flask_allows import Allows, Requirement
from flask_login import current_user, login_required

from app.models import Note

notes = Blueprint("notes", __name__)
allows = Allows(identity_loader=lambda: current_user)


class MayRead(Requirement):
    def fulfill(self, person):
        return person.is_admin


class ShowNote(MethodView):
    decorators = [login_required, allows.requires(MayRead())]

    def get(self, note_id):
        note = Note.query.filter_by(id=note_id).first_or_404()
        return render_template("notes/show.html", note=note)


notes.add_url_rule("/<int:note_id>", view_func=ShowNote.as_view("show"))
