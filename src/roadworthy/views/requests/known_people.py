"""Whether an app asks anywhere who is there."""

from __future__ import annotations

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.views.people.access import SIGNED_IN, Access


def knows_people(app: App) -> bool:
    """Whether anything of the app asks who is there: only then is an open door open on purpose."""
    return app.view(_knows_people)


def _knows_people(app: App) -> bool:
    return any(_asks_who(Access(endpoint), endpoint) for endpoint in app.endpoints)


def _asks_who(access: Access, endpoint: Endpoint) -> bool:
    """Whether an endpoint asks who is there, before all it does, before one of its queries or before another service is asked: what
    it answers the others need not say that it refuses them (`{ success: false }`)."""
    return (
        SIGNED_IN in access.anywhere()
        or any(SIGNED_IN in access.at_query(query) for query in endpoint.queries)
        or any(SIGNED_IN in access.guards(call.facts) for call in endpoint.services)
    )
