"""The ways into an app: where people register and sign in."""

from __future__ import annotations

import re

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.views.people.access import Access
from roadworthy.views.people.people import is_password, users_table

_VERIFIES = regex(r"compare|verify|checkpw|check_password|authenticate", re.I)

# A person who holds a device's key, or is known to another service, is let in without a password of ours.
_DEVICE = regex(r"verifyAuthenticationResponse|verify_authentication_response|AuthenticationResponse\b")
_FEDERATED = regex(r"(^|[/_.-])(oauth2?|oidc|saml|sso)([/_.-]|$)", re.I)


def is_entry(app: App, endpoint: Endpoint) -> bool:
    """Whether an endpoint must be open to strangers because they come in by it."""
    return not Access(endpoint).anywhere() and (
        registers(app, endpoint)
        or signs_in(app, endpoint)
        or signs_in_elsewhere(endpoint)
        # A view that asks for no method tries passwords by whichever it is called.
        or ("django.contrib.auth.authenticate" in endpoint.calls and asks_password(endpoint))
    )


def registers(app: App, endpoint: Endpoint) -> bool:
    """Whether a new person with a password comes of it."""
    people = users_table(app)
    if people is None or endpoint.method not in ("POST", "PUT", "ACTION"):
        return False
    inserts = [q for q in endpoint.queries if q.table == people.name and q.operation in ("insert", "upsert")]
    written = any(is_password(write.column) for query in inserts for write in query.writes)
    return bool(inserts) and (written or asks_password(endpoint))


def signs_in(app: App, endpoint: Endpoint) -> bool:
    """Whether a person who exists is recognised by a password."""
    people = users_table(app)
    if people is None or endpoint.method not in ("POST", "ACTION") or not asks_password(endpoint):
        return False
    own = [q for q in endpoint.queries if q.table == people.name]
    reads = any(query.operation == "select" for query in own)
    changes = any(query.operation in ("insert", "delete") for query in own)
    verifies = any(_VERIFIES.search(name) for name in endpoint.calls)
    return (reads or verifies) and not changes


def signs_in_elsewhere(endpoint: Endpoint) -> bool:
    """Whether a person is recognised by the key of a device, or sent to the service that knows them (nothing of the app's own
    is changed before) and comes back from it."""
    if any(_DEVICE.search(name) for name in endpoint.calls):
        return True
    if _comes_back(endpoint):
        return True
    changed = any(query.operation != "select" for query in endpoint.queries)
    return bool(_FEDERATED.search(endpoint.path)) and not changed


_WAY_BACK = regex(r"callback|oauth2?|oidc|sso", re.I)


def _comes_back(endpoint: Endpoint) -> bool:
    """Whether somebody comes back from another service's sign-in with its code, by which that service is asked who they are."""
    asked = {item.name.split(".")[0] for item in endpoint.inputs if item.part == "query"}
    return (
        endpoint.method == "GET"
        and "code" in asked
        and bool(_WAY_BACK.search(endpoint.path))
        and (bool(endpoint.services) or any("oken" in name for name in endpoint.calls))
    )


def body_fields(endpoint: Endpoint) -> tuple[str, ...]:
    """The names that an endpoint reads of the body, by itself or through a schema."""
    names = [
        item.name for item in endpoint.inputs if item.part == "body" and item.name and "." not in item.name
    ]
    for check in endpoint.checks:
        if any(leaf.kind == "body" and not leaf.path for leaf in check.subject.sources()):
            names += [name for name, _ in check.fields]
    return tuple(dict.fromkeys(names))


def asks_password(endpoint: Endpoint) -> bool:
    """Whether a password is among what an endpoint reads of the body, also within a record of its own (`user.password`)."""
    nested = [item.name.rsplit(".", 1)[-1] for item in endpoint.inputs if item.part == "body"]
    return any(is_password(name) for name in (*body_fields(endpoint), *nested))
