from flask import Blueprint, abort, redirect, request, url_for
from flask_login import current_user, login_required

from app.extensions import db
from app.models import Booking, Room

notes = Blueprint("notes", __name__)


@notes.post("/rooms/<int:room_id>/book")
@login_required
def book(room_id):
    room = db.get_or_404(Room, room_id)
    begins, ends = int(request.form["begins"]), int(request.form["ends"])
    for other in Booking.query.filter_by(room_id=room.id).all():
        if other.begins < ends and other.ends > begins:
            abort(409)
    db.session.add(Booking(room_id=room.id, user_id=current_user.id, begins=begins, ends=ends))
    db.session.commit()
    return redirect(url_for("orders.index"))
