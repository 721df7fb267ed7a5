from flask import Blueprint, jsonify, redirect, url_for
from flask_login import login_required

from app.access import admin_required
from app.extensions import db
from app.models import Member

notes = Blueprint("notes", __name__)


@notes.get("/clubs/<int:club_id>/members")
@login_required
@admin_required
def members(club_id):
    return jsonify([member.id for member in Member.query.filter_by(club_id=club_id).order_by(Member.id).all()])


@notes.post("/members/<int:member_id>/delete")
@login_required
@admin_required
def remove(member_id):
    member = Member.query.filter_by(id=member_id).first_or_404()
    db.session.delete(member)
    db.session.commit()
    return redirect(url_for("orders.index"))
