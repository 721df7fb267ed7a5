from flask import Blueprint, redirect, render_template, request, url_for, abort
from flask_login import current_user, login_required
from acme_guard import requires
from app.extensions import db
from app.models import Note

notes = Blueprint("notes", __name__)



@notes.post("/<int:note_id>/edit")
@login_required
@requires("x")
def edit(note_id):
    
    note = Note.query.filter_by(id=note_id).first_or_404()
    note.title = request.form["title"]
    db.session.commit()
    return redirect(url_for("notes.show", note_id=note.id))
