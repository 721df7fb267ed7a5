import logging

from flask import Blueprint, jsonify, request
from flask_login import current_user, login_required
from sqlalchemy import update

from app.extensions import db
from app.models import Note

notes = Blueprint("notes", __name__)
log = logging.getLogger(__name__)


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


@notes.post("/rename")
@login_required
def rename():
    if renamed(int(request.form["note"]), "new"):
        return jsonify({"status": "ok"})
    return jsonify({"status": "failed"}), 500
