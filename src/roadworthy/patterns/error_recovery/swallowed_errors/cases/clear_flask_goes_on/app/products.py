from flask import Blueprint, render_template

from app.models import Product

products = Blueprint("products", __name__)


@products.get("/")
def index():
    found = None
    try:
        found = Product.query.order_by(Product.name).paginate(page=1, per_page=20)
    except Exception:
        print("no products")
        return render_template("500.html"), 503
    return render_template("products.html", products=found)
