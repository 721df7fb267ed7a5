"""An app without accounts: whoever has the address of a thing is let in, unless it can be counted up to."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.catalogue import Severity
from roadworthy.patterns.malicious_input.broken_access.detect import detect
from tests.frameworks.app_text import written

APP = """
from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)


class Expense(db.Model):
    id = db.Column(KEY, primary_key=True)
    title = db.Column(db.String(80))
    price = db.Column(db.Integer)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    password = db.Column(db.String(120))


@app.post("/expenses/<key>")
def rename(key):
    expense = db.session.get(Expense, key)
    expense.price = int(request.form["price"])
    db.session.commit()
    return "", 204
"""


@pytest.mark.parametrize(
    ("key", "severity"), [("db.String(24)", Severity.MEDIUM), ("db.Integer", Severity.CRITICAL)]
)
def test_a_key_that_nobody_guesses_lets_people_in(tmp_path: Path, key: str, severity: Severity) -> None:
    app = written(tmp_path, {"main.py": APP.replace("KEY", key)})
    found = [v.gap for v in detect(app) if v.subject == "POST /expenses/<key>" and v.gap is not None]
    assert [one.severity for one in found] == [severity]
