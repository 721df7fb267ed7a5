from flask import Blueprint

products = Blueprint("products", __name__)
