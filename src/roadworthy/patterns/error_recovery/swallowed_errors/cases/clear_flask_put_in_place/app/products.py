from flask import Blueprint, render_template, request

from app.models import Product

products = Blueprint("products", __name__)


@products.get("/")
def index():
    try:
        page = int(request.args["page"])
    except Exception:
        page = 1
    found = Product.query.order_by(Product.name).paginate(page=page, per_page=20)
    return render_template("products.html", products=found)
