"""What leaves of a Flask view's result: schemas of flask-smorest, APIFlask and marshmallow, fields of Flask-RESTful and Flask-RESTX."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_text import written

MODELS = """
from flask_sqlalchemy import SQLAlchemy
db = SQLAlchemy()
class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80), nullable=False)
    password = db.Column(db.String(80), nullable=False)
"""
SCHEMA = """
from marshmallow import Schema, fields
from models import db, User
class UserIn(Schema):
    name = fields.Str(required=True)
    password = fields.Str(required=True, load_only=True)
class Whole(Schema):
    name = fields.Str()
    password = fields.Str()
"""
VIEWS = {
    "flask-smorest": """
from flask import Flask
from flask_smorest import Api, Blueprint
blp = Blueprint("users", __name__)
@blp.get("/users")
@blp.response(200, SHOWN(many=True))
def listed():
    return User.query.limit(20).all()
app = Flask(__name__)
Api(app).register_blueprint(blp)
""",
    "flask-smorest's class": """
from functools import wraps
from flask import Flask
from flask.views import MethodView
from flask_smorest import Api, Blueprint
blp = Blueprint("users", __name__)
def noted(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)
    return wrapper
@blp.route("/users")
class Users(MethodView):
    @blp.response(200, SHOWN(many=True))
    @noted
    def get(self):
        return User.query.limit(20).all()
app = Flask(__name__)
Api(app).register_blueprint(blp)
""",
    "APIFlask": """
from apiflask import APIFlask
app = APIFlask(__name__)
@app.get("/users/<int:number>")
@app.output(SHOWN)
def one(number):
    return User.query.get_or_404(number)
""",
    "dump": """
from flask import Flask, jsonify
app = Flask(__name__)
shown = SHOWN()
@app.get("/users")
def listed():
    return jsonify(shown.dump(User.query.limit(20).all(), many=True)), 200
""",
    "Flask-RESTful": """
from flask import Flask
from flask_restful import Api, Resource, fields as plain, marshal_with
UserIn, Whole = {"name": plain.String}, {"name": plain.String, "password": plain.String()}
app = Flask(__name__)
class Users(Resource):
    @marshal_with(SHOWN)
    def get(self):
        return User.query.limit(20).all()
Api(app).add_resource(Users, "/users")
""",
    "Flask-RESTX": """
from flask import Flask
from flask_restx import Api, Resource, fields as plain
app = Flask(__name__)
api = Api(app)
UserIn = api.model("User", {"name": plain.String})
Whole = api.model("Whole", {"name": plain.String, "secret": plain.String(attribute="password")})
@api.route("/users")
class Users(Resource):
    @api.marshal_list_with(SHOWN)
    def get(self):
        return User.query.limit(20).all()
""",
}


def shown(folder: Path, text: str) -> set[str]:
    """The columns of users that the one endpoint sends out; `` for a row as it is."""
    (endpoint,) = written(folder, {"models.py": MODELS, "app.py": text}).endpoints
    rows = [leaf for answer in endpoint.answers for leaf in answer.body.leaves() if leaf.kind == "row"]
    return {".".join(row.path) for row in rows}


@pytest.mark.parametrize("kind", VIEWS)
def test_what_the_schema_does_not_name_stays(kind: str, tmp_path: Path) -> None:
    assert shown(tmp_path, SCHEMA + VIEWS[kind].replace("SHOWN", "UserIn")) == {"name"}


@pytest.mark.parametrize("kind", VIEWS)
def test_what_it_names_leaves(kind: str, tmp_path: Path) -> None:
    assert shown(tmp_path, SCHEMA + VIEWS[kind].replace("SHOWN", "Whole")) == {"name", "password"}


def test_a_response_of_the_views_own_goes_as_it_is(tmp_path: Path) -> None:
    view = VIEWS["flask-smorest"].replace("import Flask", "import Flask, jsonify").replace("SHOWN", "UserIn")
    own = view.replace("return User.query.limit(20).all()", "return jsonify(User.query.first().password)")
    assert shown(tmp_path, SCHEMA + own) == {"password"}
