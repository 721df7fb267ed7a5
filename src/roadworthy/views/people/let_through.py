"""Handlers that are taken out of a guard which stands before all others, by a mark that their authors put there (`@Public()`)."""

from __future__ import annotations

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.views.people.access import SIGNED_IN, Access


def is_let_through(app: App, endpoint: Endpoint) -> bool:
    """Whether a guard of Nest's that asks others for a sign-in stands before this one, and does not ask here."""
    if endpoint.framework != "nest" or SIGNED_IN in Access(endpoint).anywhere():
        return False
    return any(one.name in app.view(_guarding) for one in endpoint.middleware)


def _guarding(app: App) -> frozenset[str]:
    """The names of what stands before handlers that only those who are signed in come to."""
    return frozenset(
        one.name
        for endpoint in app.endpoints
        if endpoint.framework == "nest" and SIGNED_IN in Access(endpoint).anywhere()
        for one in endpoint.middleware
    )
