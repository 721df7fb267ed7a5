from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.access import admin_required
from app.extensions import db
from app.forms import OrderForm
from app.models import Order, Product, User

orders = Blueprint("orders", __name__)
PAGE = 20
SAMPLE = 1


@orders.get("/")
@login_required
def index():
    page = request.args.get("page", 1, type=int)
    found = (
        Order.query.filter_by(user_id=current_user.id)
        .order_by(Order.id.desc())
        .paginate(page=page, per_page=PAGE)
    )
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
        taken = db.session.execute(
            update(Product)
            .where(Product.id == form.product_id.data, Product.stock >= form.quantity.data)
            .values(stock=Product.stock - form.quantity.data)
        )
        if taken.rowcount == 0:
            db.session.rollback()
            flash("Not enough left.")
            return render_template("orders/new.html", form=form), 409
        try:
            db.session.commit()
        except IntegrityError:
            db.session.rollback()
            flash("This order was placed already.")
        return redirect(url_for("orders.index"))
    return render_template("orders/new.html", form=form)


@orders.post("/samples")
@admin_required
def send_samples():
    product_id = SAMPLE
    if Order.query.filter_by(product_id=product_id).count() > 0:
        return redirect(url_for("orders.index"))
    for person in User.query.all():
        db.session.add(
            Order(user_id=person.id, product_id=product_id, quantity=1, idempotency_key=f"sample-{person.id}")
        )
    db.session.commit()
    return redirect(url_for("orders.index"))
