from flask import Blueprint, abort
from flask_login import current_user, login_required

from app.extensions import db
from app.models import User

notes = Blueprint("notes", __name__)


@notes.delete("/people/<email>")
@login_required
def change(email):
    if email != current_user.email:
        abort(403)
    user = User.query.filter_by(email=email).first_or_404()
    db.session.delete(user)
    db.session.commit()
    return "", 204
