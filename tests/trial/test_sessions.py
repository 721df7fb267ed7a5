"""Sessions that an app keeps in its memory end with its process: people sign in again."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.trial import Door, Doors, open_trial
from tests.trial.small_app import plan, write_app

# A file for the accounts, the memory for who is signed in.
_CODE = """
import pathlib, uuid
ACCOUNTS = pathlib.Path("accounts.json")
SESSIONS = {}

def accounts():
    return json.loads(ACCOUNTS.read_text()) if ACCOUNTS.exists() else {}

def post_register(request):
    ACCOUNTS.write_text(json.dumps({**accounts(), request.body["email"]: request.body["password"]}))
    return 201, {"ok": True}, {}

def post_login(request):
    if accounts().get(request.body["email"]) != request.body["password"]:
        return 401, {"error": "no"}, {}
    key = uuid.uuid4().hex
    SESSIONS[key] = request.body["email"]
    return 200, {"ok": True}, {"Set-Cookie": f"sid={key}; Path=/; HttpOnly"}

def get_me(request):
    key = http.cookies.SimpleCookie(request.headers.get("cookie", "")).get("sid")
    who = SESSIONS.get(key.value) if key else None
    return (200, {"email": who}, {}) if who else (401, {"error": "sign in"}, {})
"""


@pytest.mark.trial
def test_people_whom_a_new_process_does_not_know_sign_in_again(tmp_path: Path) -> None:
    fields = {"email": "email", "password": "password"}
    doors = Doors(
        register=Door(method="POST", path="/register", fields=fields),
        login=Door(method="POST", path="/login", fields=fields),
    )
    with open_trial(write_app(tmp_path / "app", _CODE), plan(doors=doors, private_reads=("/me",))) as trial:
        assert trial.send("alice", "GET", "/me").status == 200
        trial.restart()
        assert trial.send("alice", "GET", "/me").status == 401
        trial.reset()
        told = [trial.send(name, "GET", "/me").json()["email"] for name in ("alice", "bob")]
        assert told == ["alice.trial@example.com", "bob.trial@example.com"]
        assert trial.send("anonymous", "GET", "/me").status == 401
        # What was opened anew is what later resets return to.
        trial.reset()
        assert trial.send("alice", "GET", "/me").status == 200


@pytest.mark.trial
def test_people_whom_the_app_forgot_altogether_register_again(tmp_path: Path) -> None:
    fields = {"email": "email", "password": "password"}
    doors = Doors(
        register=Door(method="POST", path="/register", fields=fields),
        login=Door(method="POST", path="/login", fields=fields),
    )
    in_memory = _CODE.replace(
        "def accounts():\n    return json.loads(ACCOUNTS.read_text()) if ACCOUNTS.exists() else {}",
        "PEOPLE = {}\n\ndef accounts():\n    return PEOPLE",
    ).replace(
        'ACCOUNTS.write_text(json.dumps({**accounts(), request.body["email"]: request.body["password"]}))',
        'PEOPLE[request.body["email"]] = request.body["password"]',
    )
    app = write_app(tmp_path / "app", in_memory)
    with open_trial(app, plan(doors=doors, private_reads=("/me",))) as trial:
        trial.restart()
        assert trial.send("alice", "GET", "/me").status == 401
        trial.reset()
        assert trial.send("alice", "GET", "/me").json() == {"email": "alice.trial@example.com"}


# A token of JSON Web Token's form that lasts as long as the file says.
_TOKENS = """
import base64, pathlib

def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

def post_register(request):
    return 201, {"ok": True}, {}

def post_login(request):
    claims = {"sub": request.body["email"], "exp": time.time() + LASTS, "number": time.monotonic()}
    return 200, {"access": f"{part({'alg': 'none'})}.{part(claims)}.x"}, {}
"""


@pytest.mark.trial
@pytest.mark.parametrize(("seconds", "anew"), [(60, True), (3600, False)])
def test_people_whose_tokens_run_out_sign_in_again(tmp_path: Path, seconds: int, anew: bool) -> None:
    fields = {"email": "email", "password": "password"}
    doors = Doors(
        register=Door(method="POST", path="/register", fields=fields),
        login=Door(method="POST", path="/login", fields=fields),
    )
    app = write_app(tmp_path / "app", f"LASTS = {seconds}\n{_TOKENS}")
    with open_trial(app, plan(doors=doors)) as trial:
        before = dict(trial.actors["alice"].headers)
        assert "eyJ" in str(before)
        trial.reset()
        assert (trial.actors["alice"].headers != before) is anew
        # What was given anew is what later resets return to, until that runs out as well.
        kept = dict(trial.actors["alice"].headers)
        trial.actors["alice"].headers.clear()
        trial.reset()
        assert "eyJ" in str(trial.actors["alice"].headers)
        assert (trial.actors["alice"].headers != kept) is anew
