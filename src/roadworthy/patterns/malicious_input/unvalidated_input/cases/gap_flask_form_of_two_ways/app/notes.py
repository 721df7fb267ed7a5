from flask import Blueprint, redirect, render_template_string, url_for
from flask_login import current_user, login_required
from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField

from app.extensions import db
from app.models import Product

notes = Blueprint("notes", __name__)


class ProductForm(FlaskForm):
    name = StringField()
    stock = IntegerField()


@notes.route("/products/new", methods=["GET", "POST"])
@notes.route("/products/<int:product_id>", methods=["GET", "POST"])
@login_required
def edit(product_id=None):
    if product_id:
        product = db.session.get(Product, product_id)
        form = ProductForm(obj=product)
    else:
        product = Product()
        form = ProductForm()
    if form.validate_on_submit():
        form.populate_obj(product)
        db.session.add(product)
        db.session.commit()
        return redirect(url_for("notes.edit", product_id=product.id))
    return render_template_string("{{ form.name }}", form=form)
