from flask import Blueprint, redirect, render_template, url_for
from flask_login import current_user, login_required

from app.extensions import db
from app.forms import NoteForm
from app.models import Colour, Note

notes = Blueprint("notes", __name__)


@notes.get("/")
@login_required
def index():
    shades = {one.topic: one.shade for one in Colour.query.filter_by(user_id=current_user.id).limit(500)}
    found = Note.query.filter_by(user_id=current_user.id).limit(500).all()
    rows = [{"title": note.title, "shade": shades.get(note.title, "black")} for note in found]
    return render_template("notes/list.html", rows=rows)


@notes.post("/add")
@login_required
def add():
    form = NoteForm()
    if form.validate_on_submit():
        title = form.title.data
        if Colour.query.filter_by(topic=title, user_id=current_user.id).first() is None:
            db.session.add(Colour(user_id=current_user.id, topic=title, shade="plum"))
        db.session.add(Note(user_id=current_user.id, title=title, body=form.body.data))
        db.session.commit()
    return redirect(url_for("notes.index"))
