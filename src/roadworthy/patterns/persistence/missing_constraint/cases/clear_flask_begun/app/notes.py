from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user, login_required

from app.extensions import db
from app.models import Note

notes = Blueprint("notes", __name__)
PAGE = 20
FIRST_NOTES = [
    {"title": "Welcome", "body": "This is where your notes are."},
    {"title": "Sharing", "body": "Nobody else sees them."},
    {"title": "Leaving", "body": "Everything goes with your account."},
]


@notes.get("/")
@login_required
def index():
    page = request.args.get("page", 1, type=int)
    found = Note.query.filter_by(user_id=current_user.id).order_by(Note.id.desc()).paginate(page=page, per_page=PAGE)
    return render_template("notes/list.html", notes=found)


@notes.post("/begin")
@login_required
def begin():
    there = Note.query.filter_by(user_id=current_user.id).first()
    if not there:
        for one in FIRST_NOTES:
            db.session.add(Note(user_id=current_user.id, title=one["title"], body=one["body"]))
        db.session.commit()
    return redirect(url_for("notes.index"))
