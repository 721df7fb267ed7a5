from flask import Blueprint, redirect, url_for
from flask_login import login_required

from app.extensions import db
from app.forms import OrderForm
from app.models import Slip

notes = Blueprint("notes", __name__)


@notes.post("/slips")
@login_required
def add():
    form = OrderForm()
    if form.validate_on_submit():
        number = f"S{Slip.query.count() + 1}"
        db.session.add(Slip(number=number, product_id=form.product_id.data))
        db.session.commit()
    return redirect(url_for("orders.index"))
