from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.forms import OrderForm
from app.models import Order

orders = Blueprint("orders", __name__)
PAGE = 20


@orders.get("/")
@login_required
def index():
    page = request.args.get("page", 1, type=int)
    found = Order.query.filter_by(user_id=current_user.id).order_by(Order.id.desc()).paginate(page=page, per_page=PAGE)
    return render_template("orders/list.html", orders=found)


@orders.route("/new", methods=["GET", "POST"])
@login_required
def create():
    form = OrderForm()
    if form.validate_on_submit():
        order = Order(
            user_id=current_user.id,
            product_id=form.product_id.data,
            quantity=form.quantity.data,
            idempotency_key=form.key.data,
        )
        db.session.add(order)
        try:
            db.session.commit()
        except IntegrityError:
            db.session.rollback()
            flash("This order was placed already.")
        return redirect(url_for("orders.index"))
    return render_template("orders/new.html", form=form)
