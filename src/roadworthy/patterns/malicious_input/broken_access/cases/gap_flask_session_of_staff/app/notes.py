from functools import wraps

from flask import Blueprint, abort, jsonify, session
from sqlalchemy import select

from app.extensions import db
from app.models import Note

notes = Blueprint("notes", __name__)


def signed_in(view):
    @wraps(view)
    def decorated(*args, **kwargs):
        if "member_id" not in session:
            abort(403)
        return view(*args, **kwargs)

    return decorated


@notes.get("/all")
@signed_in
def everything():
    rows = db.session.scalars(select(Note).order_by(Note.id.desc()).limit(50))
    return jsonify([{"id": row.id, "title": row.title} for row in rows])
