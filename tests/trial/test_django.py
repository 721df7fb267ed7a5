"""A Django app is entered by the people that its own tools make, and used through its forms and its API."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from roadworthy.frameworks.build import build_app
from roadworthy.proof.doors import plan_trial
from roadworthy.trial import Trial, open_trial

pytestmark = pytest.mark.trial
BASE = Path(__file__).parents[1] / "bases" / "django"


@pytest.fixture(autouse=True, scope="session")
def cache() -> None:
    """The base's packages are those that its cases keep between runs."""


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    with open_trial(BASE, plan_trial(build_app(BASE), {})) as running:
        yield running


def test_people_made_by_the_framework_sign_in_through_the_page(trial: Trial) -> None:
    assert not trial.notes
    assert set(trial.actors) == {"anonymous", "alice", "bob", "admin"}
    assert trial.actors["alice"].identity["role"] == "member"
    assert trial.actors["admin"].identity["role"] == "admin"
    assert trial.send("alice", "GET", "/notes/").ok
    assert not trial.send("anonymous", "GET", "/notes/").ok


def test_what_they_send_later_carries_the_token(trial: Trial) -> None:
    trial.reset()
    tea = {"name": "Tea", "price": "2.50", "stock": 3}
    assert trial.send("admin", "POST", "/products/new/", json=tea).ok
    refused = trial.send("alice", "POST", "/products/new/", json={**tea, "name": "Alice's"})
    assert refused.status == 403 and not refused.ok
    assert trial.database is not None and trial.database.count("shop_product") == 1


def test_a_form_shown_again_is_no_success(trial: Trial) -> None:
    trial.reset()
    answer = trial.send("admin", "POST", "/products/new/", json={"name": "", "price": "2.50", "stock": 3})
    assert answer.status == 200 and not answer.ok


def test_the_api_takes_the_same_session(trial: Trial) -> None:
    trial.reset()
    assert trial.database is not None
    owner = trial.actors["alice"].identity["id"]
    trial.database.fill("shop_note", 1, fixed={"owner_id": owner, "title": "Mine"})
    key = trial.database.query("select id from shop_note")[0]["id"]
    assert trial.send("alice", "PATCH", f"/api/notes/{key}/", json={"title": "Changed"}).ok
    assert trial.send("bob", "PATCH", f"/api/notes/{key}/", json={"title": "Taken"}).status == 404
    assert trial.database.query("select title from shop_note")[0]["title"] == "Changed"
