"""Decorators that put a request through a schema before a Flask view: webargs, APIFlask, flask-smorest, flask-pydantic."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_text import written
from python_app import only, writes

MODELS = """
from flask_sqlalchemy import SQLAlchemy
db = SQLAlchemy()
class Note(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(80), nullable=False)
"""
SCHEMA = """
from marshmallow import Schema, fields, validate
from models import db, Note
class NoteIn(Schema):
    title = fields.Str(required=True, validate=validate.Length(max=80))
def keep(title):
    db.session.add(Note(title=title))
    db.session.commit()
    return {}
"""
VIEWS = {
    "use_args": """
from flask import Flask
from webargs.flaskparser import use_args
app = Flask(__name__)
@app.post("/notes")
@use_args(NoteIn, location="form")
def add(args):
    return keep(args["title"])
""",
    "use_kwargs of a record": """
from flask import Flask
from webargs.flaskparser import use_kwargs
app = Flask(__name__)
@app.post("/notes")
@use_kwargs({"title": fields.Str(required=True, validate=validate.Length(max=80))})
def add(title):
    return keep(title)
""",
    "parser.parse": """
from flask import Flask, request
from webargs.flaskparser import parser
app = Flask(__name__)
@app.post("/notes")
def add():
    return keep(parser.parse(NoteIn, request)["title"])
""",
    "APIFlask": """
from apiflask import APIFlask
app = APIFlask(__name__)
@app.post("/notes")
@app.input(NoteIn)
def add(json_data):
    return keep(json_data["title"])
""",
    "a class of views under flask-smorest": """
from flask import Flask
from flask.views import MethodView
from flask_smorest import Api, Blueprint
app = Flask(__name__)
blp = Blueprint("notes", "notes", url_prefix="/notes")
@blp.route("")
class Notes(MethodView):
    @blp.arguments(NoteIn)
    @blp.response(201)
    def post(self, new):
        return keep(new["title"])
Api(app).register_blueprint(blp)
""",
    "flask-pydantic": """
from flask import Flask
from flask_pydantic import validate as checked
from pydantic import BaseModel, Field
class Sent(BaseModel):
    title: str = Field(max_length=80)
app = Flask(__name__)
@app.post("/notes")
@checked()
def add(body: Sent):
    return keep(body.title)
""",
    "Cerberus": """
from cerberus import Validator
from flask import Flask, request
app = Flask(__name__)
@app.post("/notes")
def add():
    sent = request.get_json()
    checks = Validator({"title": {"type": "string", "maxlength": 80, "required": True}})
    return keep(sent["title"]) if checks.validate(sent) else ({}, 422)
""",
}


@pytest.mark.parametrize("way", VIEWS)
def test_what_a_schema_lets_through_is_checked(way: str, tmp_path: Path) -> None:
    app = written(tmp_path, {"models.py": MODELS, "app.py": SCHEMA + VIEWS[way]})
    endpoint = only(app, "POST /notes")
    assert [check.fields for check in endpoint.checks] == [(("title", "str max 80"),)]
    (added,) = endpoint.queries
    assert writes(added)["title"] == "parsed.title"
