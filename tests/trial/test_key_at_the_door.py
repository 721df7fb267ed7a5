"""An app that lets people in by the number which it gave them as they registered."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.trial import Door, Doors, open_trial
from tests.trial.small_app import plan, write_app

_SERVER = """
database = sqlite3.connect("bank.db", check_same_thread=False, isolation_level=None)
database.execute("CREATE TABLE users (number INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, password TEXT NOT NULL)")
database.execute("INSERT INTO users VALUES (41, 'first@example.com', 'x')")

def post_register(request):
    said = request.body
    database.execute("INSERT INTO users (email, password) VALUES (?, ?)", (said["email"], said["password"]))
    return 201, {}, {}

def post_login(request):
    said = (request.body["account"], request.body["password"])
    found = database.execute("SELECT number FROM users WHERE number = ? AND password = ?", said).fetchone()
    return (200, {}, {"Set-Cookie": "who=%s; Path=/" % found[0]}) if found else (401, {}, {})
"""


@pytest.mark.trial
def test_people_sign_in_by_the_key_of_their_row(tmp_path: Path) -> None:
    doors = Doors(
        register=Door(method="POST", path="/register", fields={"email": "email", "password": "password"}),
        login=Door(
            method="POST",
            path="/login",
            fields={"account": "key", "password": "password"},
            key="number",
        ),
    )
    server = write_app(tmp_path / "server", _SERVER)
    with open_trial(server, plan(database="sqlite", doors=doors, user_table="users")) as trial:
        typed = {name: actor.credentials.get("key") for name, actor in trial.actors.items()}
        known = trial.actors["bob"].entry
    assert (typed["alice"], typed["bob"]) == ("42", "43")
    assert known is not None and known.json["account"] == "43"
