"""An app whose code holds the name, the password and the database with which its author reaches PostgreSQL."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from roadworthy.frameworks.build import build_app
from roadworthy.proof.doors import plan_trial
from roadworthy.trial import open_trial
from roadworthy.trial.bridge_inside import VERSION_3, as_guest

BASE = Path(__file__).parents[1] / "bases" / "fastapi"
MAIN = """
import psycopg
from fastapi import FastAPI

app = FastAPI()


@app.get("/who")
def who():
    with psycopg.connect(host="localhost", port=5432, user="postgres", password="test", dbname="library") as connection:
        return list(connection.execute("SELECT current_user, current_database()").fetchone())
"""
GUEST = ("app", "shop")


@pytest.fixture(autouse=True, scope="session")
def cache() -> None:
    """The packages are those that the base's cases keep between runs."""


@pytest.mark.trial
def test_it_is_let_in_as_the_trial_s_own_role(tmp_path: Path) -> None:
    shutil.copy(BASE / "requirements.txt", tmp_path)
    (tmp_path / "main.py").write_text(MAIN)
    with open_trial(tmp_path, plan_trial(build_app(tmp_path), {})) as trial:
        assert trial.send("anonymous", "GET", "/who").json() == ["app", "app"]


def _startup(**told: str) -> bytes:
    said = b"".join(f"{name}\0{value}\0".encode() for name, value in told.items()) + b"\0"
    return (len(said) + 8).to_bytes(4, "big") + VERSION_3 + said


def test_only_a_stranger_s_first_message_is_changed() -> None:
    stranger = _startup(user="postgres", database="library", application_name="psql")
    assert as_guest(stranger, GUEST) == _startup(user="app", database="shop", application_name="psql")
    shadow = _startup(user="app", database="prisma_shadow")
    assert as_guest(shadow, GUEST) == shadow
    cancel = (16).to_bytes(4, "big") + (80877102).to_bytes(4, "big") + b"\0" * 8
    assert as_guest(cancel, GUEST) == cancel
