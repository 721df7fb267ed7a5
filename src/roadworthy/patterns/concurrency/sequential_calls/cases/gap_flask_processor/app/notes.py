from flask import Blueprint, redirect, render_template, url_for
from flask_login import current_user, login_required

from app.extensions import db
from app.forms import NoteForm
from app.models import Box, Note, Shelf

notes = Blueprint("notes", __name__)


@notes.app_context_processor
def surroundings():
    shelves = db.session.scalars(db.select(Shelf).order_by(Shelf.id).limit(200)).all()
    return {"shelves": shelves, "box_count": box_count}


def box_count(shelf_id):
    return db.session.scalar(db.select(db.func.count(Box.id)).where(Box.shelf_id == shelf_id))


@notes.get("/")
@login_required
def index():
    mine = db.select(db.func.count(Note.id)).where(Note.user_id == current_user.id)
    return render_template("notes/list.html", note_count=db.session.scalar(mine))


@notes.post("/shelves")
@login_required
def add():
    form = NoteForm()
    if form.validate_on_submit():
        db.session.add(Shelf(name=form.title.data))
        db.session.commit()
    return redirect(url_for("notes.index"))
