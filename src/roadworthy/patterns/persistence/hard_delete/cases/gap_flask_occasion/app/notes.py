from flask import Blueprint, redirect, url_for
from flask_login import login_required

from app.access import admin_required
from app.extensions import db
from app.models import Event

notes = Blueprint("notes", __name__)


@notes.post("/events/<int:event_id>/delete")
@login_required
@admin_required
def remove(event_id):
    event = Event.query.filter_by(id=event_id).first_or_404()
    db.session.delete(event)
    db.session.commit()
    return redirect(url_for("orders.index"))
