"""Which person a request is about, where it is not whoever sends it."""

from __future__ import annotations

from typing import Any

from roadworthy.app import App, Endpoint
from roadworthy.regex import regex
from roadworthy.trial import Trial
from roadworthy.views.people.access import ROLE, Access
from roadworthy.views.people.people import users_table

_BESIDE = regex(
    r"(^|_)(to|receiver|recipient|friend|payee|target|other)(_|$)|^to[A-Z]|(receiver|recipient|friend|payee|target)(Id)?$"
)


def of_another(app: App, trial: Trial, endpoint: Endpoint, table: str) -> dict[str, Any]:
    """What administrators do with people they do with others: many apps keep them from doing it with themselves."""
    people, actors = users_table(app), trial.actors
    if people is None or table != people.name or ROLE not in Access(endpoint).anywhere():
        return {}
    return dict(actors["bob"].identity) if {"admin", "bob"} <= set(actors) else {}


def named_beside(app: App, trial: Trial, actor: str, table: str, name: str) -> dict[str, Any]:
    """Whoever is meant by a field that names somebody beside the sender: nobody sends money to themselves."""
    people, actors = users_table(app), trial.actors
    if people is None or table != people.name or not _BESIDE.search(name) or actor == "bob":
        return {}
    return dict(actors["bob"].identity) if "bob" in actors else {}
