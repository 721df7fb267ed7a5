"""How tokens travel."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_app import plan, write_app

from roadworthy.trial import Door, Doors, open_trial
from roadworthy.trial.carrier import carrier_of

APP = """
people = {{}}

def post_register(request):
    people[request.body["email"]] = request.body["password"]
    return 201, {{}}, {{}}

def post_login(request):
    known = people.get(request.body["email"]) == request.body["password"]
    return (200, {{"token": "of " + request.body["email"]}}, {{}}) if known else (401, {{}}, {{}})

def get_me(request):
    shown = request.headers.get("{header}", "")
    return (200, {{"me": shown}}, {{}}) if shown.startswith("{scheme}of ") else (401, {{}}, {{}})
"""
FIELDS = {"email": "email", "password": "password"}
DOORS = Doors(
    register=Door(method="POST", path="/register", fields=FIELDS),
    login=Door(method="POST", path="/login", fields=FIELDS),
)


@pytest.mark.trial
@pytest.mark.parametrize(
    ("header", "scheme"),
    [("Authorization", "Bearer "), ("Authorization", "Token "), ("Authorization", ""), ("x-auth-token", "")],
)
def test_people_are_known_however_the_app_wants_their_token(tmp_path: Path, header: str, scheme: str) -> None:
    app = write_app(tmp_path, APP.format(header=header, scheme=scheme))
    with open_trial(app, plan(doors=DOORS, private_reads=("/me",))) as trial:
        assert trial.send("alice", "GET", "/me").json()["me"].endswith("of alice.trial@example.com")
        assert trial.send("anonymous", "GET", "/me").status == 401
        carried = carrier_of(trial.actor("alice")).headers("x")
    assert carried == {header.lower(): f"{scheme}x"}
