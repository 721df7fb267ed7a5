"""What staff fill and arrange is a handful; settings that are made where there are none are made once; a chat grows."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.catalogue import Verdict
from roadworthy.patterns.concurrency.double_submit.detect import detect as repeats
from roadworthy.patterns.data_volume.unbounded_list.detect import detect as lists
from roadworthy.patterns.malicious_input.cross_site_scripting.detect import detect as scripts
from tests.frameworks.app_text import written

APP = """
from flask import Flask, render_template, request
from flask_login import current_user, login_required
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)
CURRENCIES = {"USD": {"name": "US Dollar"}}


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(80), unique=True)
    role = db.Column(db.String(20))


class Wallet(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    address = db.Column(db.String(80))
    display_order = db.Column(db.Integer)
    created_by_id = db.Column(db.Integer, db.ForeignKey("user.id"))


class Choice(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    currency = db.Column(db.String(3))


class Room(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    firm_id = db.Column(db.Integer, unique=True)


class Message(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    room_id = db.Column(db.Integer, db.ForeignKey("room.id"))
    text = db.Column(db.Text)


@app.get("/pay")
@login_required
def pay():
    return render_template("pay.html", wallets=Wallet.query.all())


@app.post("/wallets")
@login_required
def add():
    if current_user.role != "admin":
        return "", 403
    db.session.add(Wallet(address=request.form["address"][:80], created_by_id=current_user.id))
    db.session.commit()
    return "", 201


@app.get("/currency")
@login_required
def currencies():
    return render_template("currency.html", currencies=CURRENCIES)


@app.post("/currency")
@login_required
def choose():
    choice = Choice.query.first()
    if not choice:
        choice = Choice()
        db.session.add(choice)
        db.session.commit()
    choice.currency = request.form["currency"][:3]
    db.session.commit()
    return "", 204


@app.get("/chat")
@login_required
def chat():
    room = Room.query.filter_by(firm_id=1).first()
    if not room:
        room = Room(firm_id=1)
        db.session.add(room)
        db.session.flush()
    messages = Message.query.filter_by(room_id=room.id).order_by(Message.id).all()
    return render_template("chat.html", messages=messages)
"""
PAGE = "<html><body>{% for one in wallets %}<p>{{ one.address }}</p>{% endfor %}</body></html>"
CHAT = "<html><body>{% for one in messages %}<p>{{ one.text }}</p>{% endfor %}</body></html>"
CURRENCY = """<html><body>{% for code, info in currencies.items() %}
<button onclick="choose('{{ info.name }}')">{{ code }}</button>{% endfor %}</body></html>"""


@pytest.fixture
def files() -> dict[str, str]:
    pages = {"pay.html": PAGE, "chat.html": CHAT, "currency.html": CURRENCY}
    return {"app.py": APP, **{f"templates/{name}": text for name, text in pages.items()}}


def gaps(verdicts: list[Verdict]) -> set[str]:
    return {one.subject for one in verdicts if one.verdict == "gap"}


def test_what_staff_arrange_is_a_handful_and_a_chat_grows(tmp_path: Path, files: dict[str, str]) -> None:
    assert gaps(list(lists(written(tmp_path, files)))) == {"GET /chat"}


def test_without_an_order_of_its_own_it_may_be_any_number(tmp_path: Path, files: dict[str, str]) -> None:
    files["app.py"] = APP.replace("    display_order = db.Column(db.Integer)\n", "")
    assert "GET /pay" in gaps(list(lists(written(tmp_path, files))))


def test_a_row_that_is_made_where_there_is_none_is_made_once(tmp_path: Path, files: dict[str, str]) -> None:
    assert "POST /currency" not in gaps(list(repeats(written(tmp_path, files))))


def test_constants_carry_no_script(tmp_path: Path, files: dict[str, str]) -> None:
    assert gaps(list(scripts(written(tmp_path / "a", files)))) == set()
    files["app.py"] = APP.replace("currencies=CURRENCIES", "currencies=Wallet.query.all()")
    assert "templates/currency.html" in gaps(list(scripts(written(tmp_path / "b", files))))


STAFF = """
from flask import Flask, jsonify, request
from flask_login import current_user, login_required
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(80), unique=True)
    role = db.Column(db.String(20))


class Worker(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80))
    position = db.Column(db.String(80))


class Schedule(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    worker_id = db.Column(db.Integer, db.ForeignKey("worker.id"))
    departure = db.Column(db.DateTime)


@app.get("/workers")
@login_required
def workers():
    return jsonify([one.name for one in Worker.query.order_by(Worker.id).all()])


@app.post("/workers")
@login_required
def hire():
    if current_user.role != "admin":
        return "", 403
    db.session.add(Worker(name=request.form["name"][:80], position=request.form["position"][:80]))
    db.session.commit()
    return "", 201


@app.get("/schedules")
@login_required
def schedules():
    return jsonify([one.worker_id for one in Schedule.query.order_by(Schedule.id).all()])
"""


def test_a_position_in_words_puts_nothing_in_order(tmp_path: Path) -> None:
    assert "GET /workers" in gaps(list(lists(written(tmp_path / "a", {"app.py": STAFF}))))
    placed = STAFF.replace("position = db.Column(db.String(80))", "position = db.Column(db.Integer)")
    assert "GET /workers" not in gaps(list(lists(written(tmp_path / "b", {"app.py": placed}))))


def test_schedules_with_days_of_their_own_grow(tmp_path: Path) -> None:
    assert "GET /schedules" in gaps(list(lists(written(tmp_path / "a", {"app.py": STAFF}))))
    weekly = STAFF.replace("departure = db.Column(db.DateTime)", "weekday = db.Column(db.Integer)")
    assert "GET /schedules" not in gaps(list(lists(written(tmp_path / "b", {"app.py": weekly}))))
