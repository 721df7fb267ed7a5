"""Passwords, and tokens that renew a session, that are sent in the address of a request."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.app.other_tongues import spelled
from roadworthy.regex import regex
from roadworthy.views.secrets.exposure import holds_password

# Good for weeks, and for new sessions all the while (RFC 9700, 4.3.2 has no token in an address).
_RENEWS = regex(r"(^|_)refresh_?token$")


def addressed_passwords(app: App) -> Iterator[tuple[Endpoint, tuple[str, ...], Location]]:
    """Endpoints that take a password or a refresh token from the query string or the path, as a parameter of a FastAPI handler is read that no
    model holds: (endpoint, names, where the first is read). Addresses are written to access logs and histories."""
    for endpoint in app.endpoints:
        read = [
            one
            for one in endpoint.inputs
            if one.part in ("query", "params") and _is_secret(one.name.split(".")[-1])
        ]
        # `request.values` and handlers that also take the field from the body leave the choice to the client.
        sent = {one.name for one in endpoint.inputs if one.part == "body"}
        names = tuple(dict.fromkeys(one.name for one in read if one.name not in sent))
        if names and "" not in sent:
            yield endpoint, names, next(one.location for one in read if one.name == names[0])


def _is_secret(name: str) -> bool:
    return holds_password(name) or _RENEWS.search(spelled(name)) is not None
