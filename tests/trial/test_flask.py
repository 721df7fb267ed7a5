"""A Flask app with pages is entered and used through its forms."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from roadworthy.frameworks.build import build_app
from roadworthy.proof.doors import plan_trial
from roadworthy.trial import Trial, open_trial

pytestmark = pytest.mark.trial
BASE = Path(__file__).parents[1] / "bases" / "flask"


@pytest.fixture(autouse=True, scope="session")
def cache() -> None:
    """The base's packages are those that its cases keep between runs."""


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    with open_trial(BASE, plan_trial(build_app(BASE), {})) as running:
        yield running


def test_people_register_and_sign_in_through_the_pages(trial: Trial) -> None:
    assert not trial.notes
    assert set(trial.actors) == {"anonymous", "alice", "bob", "admin"}
    assert trial.actors["alice"].identity["role"] == "member"
    assert trial.actors["admin"].identity["role"] == "admin"
    assert trial.send("alice", "GET", "/notes/").ok
    assert not trial.send("anonymous", "GET", "/notes/").ok


def test_what_they_send_later_carries_the_token(trial: Trial) -> None:
    trial.reset()
    tea = {"name": "Tea", "price": "2.50", "stock": 3}
    assert trial.send("admin", "POST", "/products/new", json=tea).ok
    refused = trial.send("alice", "POST", "/products/new", json={**tea, "name": "Alice's"})
    assert refused.status == 403 and not refused.ok
    assert trial.database is not None and trial.database.count("product") == 1


def test_a_form_shown_again_is_no_success(trial: Trial) -> None:
    trial.reset()
    answer = trial.send("admin", "POST", "/products/new", json={"name": "", "price": "2.50", "stock": 3})
    assert answer.status == 200 and not answer.ok


def test_people_come_in_where_even_the_page_of_the_door_is_counted(tmp_path: Path) -> None:
    strict = tmp_path / "app"
    shutil.copytree(BASE, strict)
    accounts = strict / "app" / "accounts.py"
    accounts.write_text(accounts.read_text().replace("5 per minute", "2 per minute"))
    with open_trial(strict, plan_trial(build_app(strict), {})) as running:
        assert not running.notes
        assert {"alice", "bob", "admin"} <= set(running.actors)
