from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.trial import Door, Doors, open_trial
from tests.trial.small_app import plan, write_app

CLUB = """
database = sqlite3.connect("club.db", check_same_thread=False, isolation_level=None)
database.execute("CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE,"
                 " email_verified BOOLEAN NOT NULL DEFAULT 0, approved BOOLEAN NOT NULL DEFAULT 0)")

def post_register(request):
    database.execute("INSERT INTO users (email) VALUES (?)", (request.body["email"],))
    return 201, {}, {}

def post_login(request):
    found = database.execute("SELECT email_verified FROM users WHERE email = ?", (request.body["email"],)).fetchone()
    return 200, {}, {"Set-Cookie": "sid=%s-%s; Path=/" % (request.body["email"], found[0])}

def get_me(request):
    return 200, {"cookie": request.headers.get("cookie", "")}, {}
"""
DOORS = Doors(
    register=Door(method="POST", path="/register", fields={"email": "email"}),
    login=Door(method="POST", path="/login", fields={"email": "email"}),
)


@pytest.mark.trial
def test_people_whom_an_app_lets_in_unconfirmed_have_clicked_the_link_in_its_mail(tmp_path: Path) -> None:
    with open_trial(write_app(tmp_path / "app", CLUB), plan(database="sqlite", doors=DOORS)) as trial:
        assert trial.send("alice", "GET", "/me").json()["cookie"].endswith("-1")
        # What only the app's makers may say of her is as it was.
        assert trial.actors["alice"].identity["approved"] == 0
