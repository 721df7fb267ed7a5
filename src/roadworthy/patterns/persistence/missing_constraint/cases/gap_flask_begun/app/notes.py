from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user, login_required

from app.extensions import db
from app.forms import NoteForm
from app.models import Note

notes = Blueprint("notes", __name__)
PAGE = 20


@notes.get("/")
@login_required
def index():
    page = request.args.get("page", 1, type=int)
    found = Note.query.filter_by(user_id=current_user.id).order_by(Note.id.desc()).paginate(page=page, per_page=PAGE)
    return render_template("notes/list.html", notes=found)


@notes.post("/begin")
@login_required
def begin():
    form = NoteForm()
    there = Note.query.filter_by(user_id=current_user.id, title=form.title.data).first()
    if not there:
        db.session.add(Note(user_id=current_user.id, title=form.title.data, body=form.body.data))
        db.session.commit()
    return redirect(url_for("notes.index"))
