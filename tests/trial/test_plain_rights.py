"""An app whose registration makes everybody an administrator: its people are made like any other before they are compared."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from small_app import plan, write_app

from roadworthy.trial import Door, Doors, open_trial
from roadworthy.trial.actor import Actor
from roadworthy.trial.ordinary_roles import first_plain, plainest
from roadworthy.trial.plain_rights import still_says_so

EVERYBODY = """
database = sqlite3.connect("shop.db", check_same_thread=False, isolation_level=None)
database.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, phone TEXT NOT NULL, role TEXT NOT NULL DEFAULT {default})")
sessions = {{}}

def post_register(request):
    phone = request.body["phone"]
    database.execute("INSERT INTO users (phone, role) VALUES (?, 'ADMIN')", (phone,))
    sid = "s%d" % (len(sessions) + 1)
    sessions[sid] = phone
    return 201, {{}}, {{"Set-Cookie": "sid=%s; Path=/" % sid}}
"""
ONE_DOOR = Doors(register=Door(method="POST", path="/register", fields={"phone": "phone"}))
ADMIN = ("users", "role", "ADMIN")


def test_people_whom_everybody_s_registration_made_administrators_are_made_plain(tmp_path: Path) -> None:
    app = write_app(tmp_path / "app", EVERYBODY.format(default="'USER'"))
    with open_trial(app, plan(database="sqlite", doors=ONE_DOOR, admin=ADMIN, user_table="users")) as trial:
        assert sorted(trial.actors) == ["admin", "alice", "anonymous", "bob"]
        assert trial.actors["alice"].identity["role"] == "USER"
        assert trial.actors["admin"].identity["role"] == "ADMIN"
        assert "alice is made USER" in "".join(trial.notes)


FIRST = """
database = sqlite3.connect("shop.db", check_same_thread=False, isolation_level=None)
database.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, phone TEXT NOT NULL, role TEXT NOT NULL)")

def post_register(request):
    phone = request.body["phone"]
    role = "user" if database.execute("SELECT 1 FROM users").fetchone() else "super_admin"
    database.execute("INSERT INTO users (phone, role) VALUES (?, ?)", (phone, role))
    return 201, {}, {"Set-Cookie": "sid=%s; Path=/" % phone}
"""


def test_whoever_comes_first_is_no_more_than_the_second(tmp_path: Path) -> None:
    app = write_app(tmp_path / "app", FIRST)
    told = plan(
        database="sqlite",
        doors=ONE_DOOR,
        admin=("users", "role", "admin"),
        user_table="users",
        rights={"role": ("user",)},
    )
    with open_trial(app, told) as trial:
        roles = {name: actor.identity.get("role") for name, actor in trial.actors.items()}
    assert roles == {"anonymous": None, "alice": "user", "bob": "user", "admin": "admin"}


def test_nobody_is_plain_where_it_is_not_known_what_that_is(tmp_path: Path) -> None:
    app = write_app(tmp_path / "app", EVERYBODY.format(default="'ADMIN'"))
    with open_trial(app, plan(database="sqlite", doors=ONE_DOOR, admin=ADMIN, user_table="users")) as trial:
        assert sorted(trial.actors) == ["admin", "anonymous"]


@pytest.mark.parametrize(
    ("roles", "least"),
    [
        (("admin", "user", "staff"), "user"),
        (("owner", "staff"), "staff"),
        (("admin", "manager"), "manager"),
        (("admin",), None),
        (("head", "lead_dev"), None),
    ],
)
def test_the_plainest_of_an_app_s_roles_is_told_where_it_is_known(
    roles: tuple[str, ...], least: str | None
) -> None:
    assert plainest(roles) == least


def test_a_token_that_names_the_right_is_not_plain() -> None:
    def told(payload: bytes) -> bool:
        part = base64.urlsafe_b64encode(payload).decode().rstrip("=")
        actor = Actor(
            name="alice", role="user", address="", headers={"authorization": f"Bearer eyJh.{part}.s"}
        )
        return still_says_so(plan(admin=ADMIN), actor)

    assert told(b'{"id":1,"role":"admin"}')
    assert not told(b'{"id":1}')


def test_of_the_roles_that_a_form_offers_the_first_plain_one_is_taken() -> None:
    assert first_plain(["admin", "patient", "doctor"]) == "patient"
    assert first_plain(["super_admin", "mod", "editor", "modern"]) == "modern"
    assert first_plain(["owner", "manager"]) == "manager"
    assert first_plain(["admin"]) is None
