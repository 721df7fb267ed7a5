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
    found = (
        Note.query.filter_by(user_id=current_user.id)
        .order_by(Note.id.desc())
        .paginate(page=page, per_page=PAGE)
    )
    titles = [note.title for note in found.items]
    return render_template("notes/list.html", notes=found, titles=titles)


@notes.get("/<int:note_id>")
@login_required
def show(note_id):
    note = Note.query.filter_by(id=note_id, user_id=current_user.id).first_or_404()
    return render_template("notes/show.html", note=note)


@notes.route("/<int:note_id>/edit", methods=["GET", "POST"])
@login_required
def edit(note_id):
    note = Note.query.filter_by(id=note_id, user_id=current_user.id).first_or_404()
    form = NoteForm(obj=note)
    if form.validate_on_submit():
        note.title = form.title.data
        note.body = form.body.data
        db.session.commit()
        return redirect(url_for("notes.show", note_id=note.id))
    return render_template("notes/edit.html", form=form, note=note)


@notes.post("/<int:note_id>/delete")
@login_required
def delete(note_id):
    note = Note.query.filter_by(id=note_id, user_id=current_user.id).first_or_404()
    db.session.delete(note)
    db.session.commit()
    return redirect(url_for("notes.index"))
