from flask import Blueprint, jsonify, redirect, request, url_for

from app.access import admin_required
from app.extensions import db
from app.models import YogaSession

notes = Blueprint("notes", __name__)


@notes.post("/sessions")
@admin_required
def plan():
    db.session.add(YogaSession(title=request.form["title"]))
    db.session.commit()
    return redirect(url_for("notes.sessions"))


@notes.get("/sessions")
def sessions():
    return jsonify([one.title for one in YogaSession.query.order_by(YogaSession.id).all()])
