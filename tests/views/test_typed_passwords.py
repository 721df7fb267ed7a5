"""A password of the server's surroundings: what people type is compared with it, or another service is asked with it."""

from __future__ import annotations

from pathlib import Path

from roadworthy.views.requests.credentials import is_sign_in, takes_password
from tests.frameworks.node_app import endpoint, understood

SERVER = """
import requests
from fastapi import FastAPI
from os import environ
from pydantic import BaseModel
app = FastAPI()
class Sent(BaseModel):
    word: str
    video: str
@app.post("/enter")
def enter(sent: Sent):
    if sent.word == environ["SITE_PASSWORD"]:
        return {"let": "in"}
@app.post("/seen")
def seen(sent: Sent):
    found = requests.get("http://search/" + sent.video, auth=("app", environ["SEARCH_PASSWORD"]), timeout=5).json()
    if found["state"] == "new":
        return {"seen": True}
"""


def test_a_search_that_is_asked_with_a_password_checks_none(tmp_path: Path) -> None:
    app = understood(tmp_path, {"main.py": SERVER})

    assert takes_password(endpoint(app, "POST /enter"))
    assert not takes_password(endpoint(app, "POST /seen"))


DOORS = """
import flask
app = flask.Flask(__name__)
@app.route("/login", methods=("GET", "POST"))
def login():
    flask.session["next"] = flask.request.args.get("next", "/")
    return flask.render_template("login.html")
@app.route("/sign-in", methods=("GET", "POST"))
def sign_in():
    if check_password(flask.request.form["name"], flask.request.form["password"]):
        flask.session["who"] = flask.request.form["name"]
    return flask.render_template("login.html")
"""


def test_a_page_of_links_to_other_services_checks_no_password(tmp_path: Path) -> None:
    app = understood(tmp_path, {"app.py": DOORS, "templates/login.html": "<a href='/with/other'>Other</a>"})

    assert is_sign_in(endpoint(app, "POST /sign-in"), set())
    assert not is_sign_in(endpoint(app, "POST /login"), set())
