"""Requests that an endpoint accepts, as far as the trial alone can tell what it wants."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.proof.valid_request import stated, valid_request
from roadworthy.trial import Door, Doors, open_trial
from tests.frameworks.node_app import endpoint, understood
from tests.trial.small_app import plan, write_app

# Its `username` is an address, as the form of OAuth2 is often used.
_CODE = """
PEOPLE = {}

def post_register(request):
    PEOPLE[request.body["email"]] = request.body["password"]
    return 201, {"ok": True}, {}

def post_login(request):
    if PEOPLE.get(request.body["username"]) != request.body["password"]:
        return 401, {"error": "no"}, {}
    return 200, {"ok": True}, {"Set-Cookie": "sid=1; Path=/"}
"""
_READ = """
const express = require("express");
const app = express();
app.use(express.json());
app.post("/login", (req, res) => {
  const { username, password } = req.body;
  res.json({ ok: check(username, password) });
});
app.listen(3000);
"""


@pytest.mark.trial
def test_the_door_is_sent_what_it_has_accepted(tmp_path: Path) -> None:
    doors = Doors(
        register=Door(method="POST", path="/register", fields={"email": "email", "password": "password"}),
        login=Door(method="POST", path="/login", fields={"username": "username", "password": "password"}),
    )
    app = understood(tmp_path / "read", {"server.js": _READ})
    with open_trial(write_app(tmp_path / "app", _CODE), plan(doors=doors)) as trial:
        request = valid_request(app, trial, endpoint(app, "POST /login"))
        assert request.body["username"] == "alice.trial@example.com"
        assert trial.send(request.actor, request.method, request.path, json=request.body).status == 200


def test_a_look_up_says_what_the_row_must_be_beside_its_key(tmp_path: Path) -> None:
    code = """
const app = require("express")();
const db = require("better-sqlite3")("app.db");
app.post("/notes/:id/like", (req, res) => {
  const note = db.prepare("SELECT * FROM notes WHERE id = ? AND state = 'shown' AND gone IS NULL").get(req.params.id);
  res.json(note);
});
app.listen(3000);
"""
    app = understood(tmp_path, {"server.js": code})
    assert stated(endpoint(app, "POST /notes/:id/like").queries[0]) == {"state": "shown"}
