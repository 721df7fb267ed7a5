from flask import Blueprint, jsonify
from flask_login import login_required

from app.models import Loan

notes = Blueprint("notes", __name__)


@notes.get("/loans")
@login_required
def loans():
    found = Loan.query.filter_by(returned_on=None).order_by(Loan.id).all()
    return jsonify([loan.product_id for loan in found])
