from flask import Blueprint, jsonify, request
from flask_login import current_user, login_required
from marshmallow import EXCLUDE, Schema, fields, validate

from app.extensions import db
from app.models import User

notes = Blueprint("notes", __name__)


class ProfileSchema(Schema):
    class Meta:
        unknown = EXCLUDE

    id = fields.Integer(dump_only=True)
    email = fields.Email(required=True, validate=validate.Length(max=254))
    role = fields.String(validate=validate.Length(max=20))


@notes.post("/profile")
@login_required
def profile():
    found = ProfileSchema().load(request.get_json())
    db.session.query(User).filter_by(id=current_user.id).update(found)
    db.session.commit()
    return jsonify(ok=True)
