"""Administrators who are kept in a table of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.trial import Door, Doors, open_trial
from tests.trial.small_app import plan, write_app

_SERVER = """
database = sqlite3.connect("shop.db", check_same_thread=False, isolation_level=None)
database.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL, password TEXT NOT NULL)")
database.execute("CREATE TABLE admins (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, password TEXT NOT NULL)")
sessions = {}

def post_register(request):
    database.execute("INSERT INTO users (email, password) VALUES (?, ?)", (request.body["email"], request.body["password"]))
    return 201, {}, {}

def post_login(request):
    table = "admins" if request.body["email"].startswith("admin") else "users"
    found = database.execute("SELECT password FROM %s WHERE email = ?" % table, (request.body["email"],)).fetchone()
    if found is None or found[0] != request.body["password"]:
        return 401, {}, {}
    sid = "s%d" % (len(sessions) + 1)
    sessions[sid] = table
    return 200, {}, {"Set-Cookie": "sid=%s; Path=/" % sid}

def get_office(request):
    sid = http.cookies.SimpleCookie(request.headers.get("cookie") or "").get("sid")
    return (200 if sid is not None and sessions.get(sid.value) == "admins" else 403), {}, {}
"""


@pytest.mark.trial
def test_the_administrator_is_put_into_their_table_and_comes_in_as_one(tmp_path: Path) -> None:
    fields = {"email": "email", "password": "password"}
    doors = Doors(
        register=Door(method="POST", path="/register", fields=fields),
        login=Door(method="POST", path="/login", fields=fields),
    )
    server = write_app(tmp_path / "server", _SERVER)
    with open_trial(server, plan(database="sqlite", doors=doors, user_table="users")) as trial:
        assert "admin was put into admins, as a seed would" in trial.notes
        assert trial.actor("admin").role == "admin" and trial.actor("admin").identity["email"]
        assert trial.send("admin", "GET", "/office").status == 200
        assert trial.send("alice", "GET", "/office").status == 403
        assert trial.database is not None
        named = trial.database.query("select email from users order by 1")
        assert [row["email"].partition(".")[0] for row in named] == ["alice", "bob"]
