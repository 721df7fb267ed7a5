"""Requests of one client, many of them: each accepted for itself, and each different from the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from msgspec import Struct

from roadworthy.app import App, Endpoint, Fact
from roadworthy.proof.valid_request import asks_who_sends, valid_request
from roadworthy.trial import Door, Request, Trial
from roadworthy.trial.people import Person, filled_form, role_of
from roadworthy.views.requests import purpose as kinds
from roadworthy.views.requests.purpose import Purpose


class Attempt(Struct, frozen=True):
    """What one request sends. `form` sends the body as a form."""

    actor: str
    method: str
    path: str
    body: Any = None
    form: bool = False

    def request(self, number: int) -> Request:
        """The attempt as it travels; `number` makes a key of its own, so that no answer is one that was given before."""
        return Request(
            actor=self.actor,
            method=self.method,
            path=self.path,
            json=None if self.form else self.body,
            data={name: str(value) for name, value in self.body.items()} if self.form else None,
            headers={"Idempotency-Key": f"roadworthy-{number:04d}"},
        )


def through_door(door: Door, person: Person, password: str = "") -> Iterator[Attempt]:
    """The ways in which a sign-in or registration may be meant, for one person; `password` instead of their own. A door that
    is not said to read a form may want one all the same, as OAuth's does."""
    for form, whole, by_address in product((door.form, not door.form), (True, False), (False, True)):
        body = {**filled_form(person, door.fields, unknown=whole), **(door.allowed if whole else {})}
        for name in body:
            role = role_of(name, door.fields.get(name, "unknown"))
            if role == "username" and by_address:
                body[name] = person.email
            if role == "password" and password:
                body[name] = password
        yield Attempt("anonymous", door.method, door.path, body, form)


def ordinary(app: App, trial: Trial, endpoint: Endpoint, purpose: Purpose) -> Attempt:
    """A request that reaches what the endpoint is worth abusing for. Raises TrialUnavailable when rows cannot be made."""
    valid = valid_request(app, trial, endpoint, _facts(endpoint, purpose))
    actor = valid.actor if asks_who_sends(endpoint) else "anonymous"
    body = valid.body
    if purpose.kind == kinds.RESET and isinstance(body, dict):
        address = trial.actor("alice").credentials["email"]
        body = {
            name: address if re.search(r"e?mail|user", name, re.I) else value for name, value in body.items()
        }
    return Attempt(actor, valid.method, valid.path, body)


def _facts(endpoint: Endpoint, purpose: Purpose) -> tuple[Fact, ...]:
    """What holds where the costly thing happens."""
    services = [call.facts for call in endpoint.services if call.location == purpose.place]
    queries = [query.facts for query in endpoint.queries if query.location == purpose.place]
    return next(iter((*services, *queries)), ())


def varied(attempt: Attempt, number: int, purpose: Purpose) -> Attempt:
    """The same attempt with other words in it: a row that exists already would be refused for that."""
    if not isinstance(attempt.body, Mapping) or purpose.kind == kinds.RESET:
        return attempt
    body = {name: _varied(value, number) for name, value in attempt.body.items()}
    return Attempt(attempt.actor, attempt.method, attempt.path, body, attempt.form)


def _varied(value: Any, number: int) -> Any:
    if isinstance(value, Mapping):
        return {name: _varied(inner, number) for name, inner in value.items()}
    if isinstance(value, list):
        return [_varied(inner, number) for inner in value]
    if value == "visitor@example.com":
        return f"visitor{number}@example.com"
    return f"{value} {number}" if isinstance(value, str) and value == "Example text" else value
