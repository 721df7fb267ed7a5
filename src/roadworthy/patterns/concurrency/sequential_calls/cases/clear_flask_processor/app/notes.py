from flask import Blueprint, redirect, render_template, url_for
from flask_login import current_user, login_required

from app.extensions import db
from app.forms import NoteForm
from app.models import Box, Note, Shelf

notes = Blueprint("notes", __name__)


@notes.app_context_processor
def surroundings():
    shelves = db.session.scalars(db.select(Shelf).order_by(Shelf.id).limit(200)).all()
    counted = db.session.execute(db.select(Box.shelf_id, db.func.count(Box.id)).group_by(Box.shelf_id)).all()
    return {"shelves": shelves, "boxes": dict(counted)}


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
