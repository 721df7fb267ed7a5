from flask import Blueprint, redirect, request, url_for
from flask_login import current_user, login_required

from app.extensions import db

notes = Blueprint("notes", __name__)


class Purchase(db.Model):
    __tablename__ = "purchases"

    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.Integer, db.ForeignKey("users.id"), nullable=False, index=True)
    amount = db.Column(db.Numeric(10, 2), nullable=False)


@notes.post("/")
@login_required
def add():
    db.session.add(Purchase(user_id=current_user.id, amount=request.form["amount"]))
    db.session.commit()
    return redirect(url_for("notes.index"))


@notes.get("/")
@login_required
def index():
    return {"count": Purchase.query.filter_by(user_id=current_user.id).count()}
