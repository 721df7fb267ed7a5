from flask import Blueprint, flash, redirect, request, url_for
from flask_login import login_required

from app.extensions import db

notes = Blueprint("notes", __name__)


class Parcel(db.Model):
    __tablename__ = "parcels"
    id = db.Column(db.Integer, primary_key=True)
    label = db.Column(db.Text, nullable=False)
    state = db.Column(db.Text, nullable=False)


@notes.post("/parcels")
@login_required
def add_parcel():
    label, state = request.form.get("label", ""), request.form.get("state", "")
    errors = []
    if not label or len(label) > 80:
        errors.append("label")
    if state not in ("packed", "sent"):
        errors.append("state")
    if errors:
        flash(", ".join(errors))
        return redirect(url_for("notes.add_parcel"))
    db.session.add(Parcel(label=label, state=state))
    db.session.commit()
    return redirect("/")
