from flask import Blueprint, render_template
from flask_login import login_required

from app.extensions import db
from app.models import Note, Shelf

notes = Blueprint("notes", __name__)


@notes.get("/")
@login_required
def index():
    note = db.get_or_404(Note, 1)
    return render_template("notes/show.html", note=note)


@notes.get("/shelves/<int:key>")
@login_required
def shelf(key):
    found = db.get_or_404(Shelf, key)
    return render_template("notes/list.html", notes=found.notes[:50])
