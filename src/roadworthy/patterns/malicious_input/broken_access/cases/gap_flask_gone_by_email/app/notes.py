from flask import Blueprint

from app.extensions import db
from app.models import User

notes = Blueprint("notes", __name__)


@notes.delete("/people/<email>")
def change(email):
    user = User.query.filter_by(email=email).first_or_404()
    db.session.delete(user)
    db.session.commit()
    return "", 204
