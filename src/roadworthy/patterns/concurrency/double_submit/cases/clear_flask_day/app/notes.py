from datetime import date

from flask import Blueprint, redirect, url_for
from flask_login import login_required

from app.extensions import db
from app.forms import OrderForm
from app.models import Count

notes = Blueprint("notes", __name__)


@notes.post("/counts")
@login_required
def count():
    form = OrderForm()
    if form.validate_on_submit():
        db.session.add(
            Count(product_id=form.product_id.data, day=date.today(), quantity=form.quantity.data)
        )
        db.session.commit()
    return redirect(url_for("orders.index"))
