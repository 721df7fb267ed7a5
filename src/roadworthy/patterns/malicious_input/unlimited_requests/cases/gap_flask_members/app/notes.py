from flask import Blueprint, redirect, request, url_for
from flask_login import current_user, login_required

from app.extensions import db
from app.models import Note
from app.pictures import keep

notes = Blueprint("notes", __name__)


@notes.post("/picture")
@login_required
def picture():
    name = keep(request.files["picture"])
    db.session.add(Note(user_id=current_user.id, title="picture", body=name))
    db.session.commit()
    return redirect(url_for("notes.picture"))
