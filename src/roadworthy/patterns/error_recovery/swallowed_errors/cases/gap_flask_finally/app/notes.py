import logging

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from sqlalchemy import update

from app.extensions import db
from app.forms import NoteForm
from app.models import Note

notes = Blueprint("notes", __name__)
log = logging.getLogger(__name__)
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
    return render_template("notes/list.html", notes=found)


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


def renamed(note: int, title: str) -> bool:
    try:
        db.session.execute(update(Note).where(Note.id == note, Note.user_id == current_user.id).values(title=title))
        db.session.commit()
    except Exception:
        db.session.rollback()
        log.exception("a note could not be renamed")
        return False
    finally:
        db.session.close()
        return True


@notes.post("/<int:note_id>/rename")
@login_required
def rename(note_id):
    if renamed(note_id, request.form["title"]):
        return jsonify({"status": "ok"})
    return jsonify({"status": "failed"}), 500
