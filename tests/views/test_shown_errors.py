"""What a handler keeps of an error may be shown later, on the page that the view ends with."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.patterns.error_recovery.swallowed_errors.detect import detect
from tests.frameworks.app_text import written

APP = """
from flask import Flask, render_template, request
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)


class Order(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80))


@app.route("/orders", methods=["GET", "POST"])
def orders():
    message = None
    if request.method == "POST":
        try:
            db.session.add(Order(name=request.form["name"][:80]))
            db.session.commit()
        except Exception as error:
            db.session.rollback()
            app.logger.exception("no order")
            message = SAID
    return render_template("orders.html", message=message)
"""
PAGE = "<html><body><form method='post'><input name='name'></form>{{ message }}</body></html>"


@pytest.mark.parametrize(
    ("said", "leaks"), [("str(error)", True), ("f'It failed: {error}'", True), ("'Please try again'", False)]
)
def test_the_text_of_an_error_reaches_the_page(tmp_path: Path, said: str, leaks: bool) -> None:
    files = {"app.py": APP.replace("SAID", said), "templates/orders.html": PAGE}
    told = [one.subject for one in detect(written(tmp_path, files)) if one.verdict == "gap"]
    assert told == (["POST /orders"] if leaks else [])
