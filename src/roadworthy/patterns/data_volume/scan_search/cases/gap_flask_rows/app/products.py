from flask import Blueprint, redirect, render_template, url_for

from app.access import admin_required
from app.extensions import db
from app.forms import ProductForm
from app.models import Product

products = Blueprint("products", __name__)


@products.get("/")
def index():
    found = Product.query.order_by(Product.name).all()
    return render_template("products.html", products=found)


@products.route("/new", methods=["GET", "POST"])
@admin_required
def create():
    form = ProductForm()
    if form.validate_on_submit():
        product = Product(name=form.name.data, price=form.price.data, stock=form.stock.data)
        db.session.add(product)
        db.session.commit()
        return redirect(url_for("products.index"))
    return render_template("new_product.html", form=form)
