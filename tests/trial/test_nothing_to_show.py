"""An app that lets people in, gives them nothing to show for it, and asks nobody afterwards: its pages alone know who came."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.trial import Door, Doors, open_trial
from tests.trial.small_app import plan, write_app

_SERVER = """
database = sqlite3.connect("shop.db", check_same_thread=False, isolation_level=None)
database.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, phone TEXT NOT NULL)")

def post_register(request):
    database.execute("INSERT INTO users (phone) VALUES (?)", (request.body["phone"],))
    return 201, {}, {}

def post_login(request):
    found = database.execute("SELECT id FROM users WHERE phone = ?", (request.body["phone"],)).fetchone()
    return 200, {"status": "success" if found else "no such person"}, {}
"""


@pytest.mark.trial
@pytest.mark.parametrize("asks_nobody", [True, False])
def test_people_are_their_rows_where_no_endpoint_asks_who_sends(tmp_path: Path, asks_nobody: bool) -> None:
    fields = {"phone": "phone"}
    doors = Doors(
        register=Door(method="POST", path="/register", fields=fields),
        login=Door(method="POST", path="/login", fields=fields),
    )
    server = write_app(tmp_path / "server", _SERVER)
    told = plan(database="sqlite", doors=doors, user_table="users", asks_nobody=asks_nobody)
    with open_trial(server, told) as trial:
        people = {
            name: actor.identity.get("id") for name, actor in trial.actors.items() if name != "anonymous"
        }
        notes = " ".join(trial.notes)
    assert people == ({"alice": 1, "bob": 2} if asks_nobody else {})
    assert ("no endpoint asks who sends a request" in notes) == asks_nobody
    assert ("alice could not sign in" in notes) != asks_nobody
