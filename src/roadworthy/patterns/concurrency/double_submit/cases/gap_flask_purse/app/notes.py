from flask import Blueprint, redirect, request, url_for
from flask_login import current_user, login_required

from app.extensions import db
from app.models import Purse

notes = Blueprint("notes", __name__)


@notes.post("/purse")
@login_required
def fill():
    purse = Purse.query.filter_by(user_id=current_user.id).first()
    if purse is None:
        purse = Purse(user_id=current_user.id, coins=0)
        db.session.add(purse)
    purse.coins += int(request.form["coins"])
    db.session.commit()
    return redirect(url_for("orders.index"))
