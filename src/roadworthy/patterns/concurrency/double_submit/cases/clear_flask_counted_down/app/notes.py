from flask import Blueprint, redirect, url_for
from flask_login import current_user, login_required
from sqlalchemy import update

from app.extensions import db
from app.models import Copy, Loan

notes = Blueprint("notes", __name__)


@notes.post("/copies/<int:copy_id>/loans")
@login_required
def lend(copy_id):
    taken = db.session.execute(
        update(Copy).where(Copy.id == copy_id, Copy.state == "free").values(state="lent")
    )
    if taken.rowcount == 0:
        db.session.rollback()
        return redirect(url_for("orders.index"))
    db.session.add(Loan(copy_id=copy_id, user_id=current_user.id))
    db.session.commit()
    return redirect(url_for("orders.index"))
