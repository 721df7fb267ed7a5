from flask import Blueprint, abort, redirect, url_for
from flask_login import current_user, login_required
from sqlalchemy import update

from app.extensions import db
from app.models import Seat

notes = Blueprint("notes", __name__)


@notes.post("/seats/<int:seat_id>")
@login_required
def take(seat_id):
    asked = update(Seat).where(Seat.id == seat_id, Seat.booked.is_(False))
    if db.session.execute(asked.values(booked=True, booked_by=current_user.id)).rowcount == 0:
        abort(409)
    db.session.commit()
    return redirect(url_for("orders.index"))
