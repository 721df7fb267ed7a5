from flask import Blueprint, abort, current_app, jsonify, request

from app.extensions import db
from app.models import Note

notes = Blueprint("notes", __name__)


def allowed_tokens():
    return [token for token in current_app.config.get("SERVICE_TOKENS", "").split(":") if token]


def require_service():
    if current_app.config["AUTH_REQUIRED"]:
        header = request.headers.get("Authorization", "")
        current_app.logger.info("called by a service: %s", bool(header))


notes.before_request(require_service)


@notes.post("/<int:note_id>/edit")
def edit(note_id):
    note = Note.query.filter_by(id=note_id).first_or_404()
    note.title = request.get_json()["title"]
    db.session.commit()
    return jsonify(done=True)
