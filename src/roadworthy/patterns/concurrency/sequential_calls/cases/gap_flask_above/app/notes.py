from flask import Blueprint, redirect, render_template, url_for
from flask_login import login_required

from app.extensions import db
from app.forms import NoteForm
from app.models import Box, Shelf

notes = Blueprint("notes", __name__)


@notes.get("/")
@login_required
def index():
    boxes = Box.query.order_by(Box.id).limit(500).all()
    return render_template("notes/list.html", boxes=boxes)


@notes.post("/shelves")
@login_required
def add():
    form = NoteForm()
    if form.validate_on_submit():
        db.session.add(Shelf(name=form.title.data))
        db.session.commit()
    return redirect(url_for("notes.index"))
