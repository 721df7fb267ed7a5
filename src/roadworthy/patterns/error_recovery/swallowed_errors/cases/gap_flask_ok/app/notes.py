import logging

from flask import Blueprint, jsonify, request
from flask_login import current_user, login_required
from sqlalchemy import update

from app.extensions import db
from app.models import Note

notes = Blueprint("notes", __name__)
log = logging.getLogger(__name__)


@notes.post("/rename")
@login_required
def rename():
    try:
        db.session.execute(
            update(Note).where(Note.id == int(request.form["note"]), Note.user_id == current_user.id).values(title="new")
        )
        db.session.commit()
    except Exception:
        db.session.rollback()
        log.exception("a note could not be renamed")
    return jsonify({"status": "ok"})
