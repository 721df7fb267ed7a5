from flask import Blueprint, render_template, request
from flask_login import login_required

from app.models import Note

notes = Blueprint("notes", __name__)


@notes.get("/")
@login_required
def index():
    title = request.args.get("title", "").strip().title()
    found = Note.query.filter(Note.title.ilike(f"%{title}%")).order_by(Note.id).limit(20).all()
    return render_template("notes/list.html", notes=found)
