from flask import Blueprint, request
from flask_login import current_user, login_required

from app.extensions import db

notes = Blueprint("notes", __name__)


class Purchase(db.Model):
    __tablename__ = "purchases"

    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.Integer, db.ForeignKey("users.id"), nullable=False, index=True)
    payment = db.Column(db.String(80), nullable=False)


@notes.get("/success")
@login_required
def bought():
    db.session.add(Purchase(user_id=current_user.id, payment=request.args["payment"]))
    db.session.commit()
    return {"count": Purchase.query.filter_by(user_id=current_user.id).count()}


@notes.get("/")
@login_required
def index():
    return {"count": Purchase.query.filter_by(user_id=current_user.id).count()}
