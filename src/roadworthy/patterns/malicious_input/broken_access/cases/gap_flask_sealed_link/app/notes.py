from flask import Blueprint, abort, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from app.extensions import db
from app.models import User

notes = Blueprint("notes", __name__)


@notes.post("/<int:user_id>/joined/<token>")
def joined(user_id, token):
    user = User.query.get_or_404(user_id)
    try:
        said = URLSafeTimedSerializer(current_app.config["SECRET_KEY"]).loads(token, max_age=86400)
    except BadData:
        abort(404)
    if said.get("joins") is None:
        abort(404)
    user.email = request.form["email"]
    db.session.commit()
    return "", 204
