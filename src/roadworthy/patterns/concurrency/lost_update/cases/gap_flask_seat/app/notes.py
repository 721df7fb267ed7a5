from flask import Blueprint, abort, redirect, url_for
from flask_login import current_user, login_required

from app.extensions import db
from app.models import Seat

notes = Blueprint("notes", __name__)


@notes.post("/seats/<int:seat_id>")
@login_required
def take(seat_id):
    seat = db.get_or_404(Seat, seat_id)
    if seat.booked:
        abort(409)
    seat.booked = True
    seat.booked_by = current_user.id
    db.session.commit()
    return redirect(url_for("orders.index"))
