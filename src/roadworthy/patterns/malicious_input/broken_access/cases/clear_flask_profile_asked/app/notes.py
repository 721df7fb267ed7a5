from flask import Blueprint, jsonify, render_template
from flask_login import login_required

from app.extensions import db
from app.models import User

notes = Blueprint("notes", __name__)


@notes.get("/people/<int:person_id>")
@login_required
def show(person_id):
    person = db.get_or_404(User, person_id)
    return render_template("person.html", person=person)


@notes.get("/api/people/<int:person_id>")
@login_required
def tell(person_id):
    return jsonify(db.get_or_404(User, person_id).to_dict())
