"""The endpoints that tell whether the app is well, and whether they look at anything before they say so."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.views.people.access import SIGNED_IN, Access

_PATH = regex(
    r"(^|[/_-])(health\w*|health[-_]?checks?|ready\w*|readiness\w*|live|livez|liveness\w*|alive|status|ping|up|heartbeat)/?$",
    re.I,
)
# The status of a sign-in, a job or an order says nothing of the app's own.
_OTHER = regex(
    r"(^|/)(auth|sessions?|users?|accounts?|subscriptions?|billing|payments?|orders?|jobs?|tasks?|syncs?|imports?|exports?|push|newsletters?|2fa"
    r"|mfa|onboarding|verification|kyc|setup|pin|license|plan|integrations?|connections?|scrap\w+|crawl\w*|upload\w*|stream\w*|queue\w*)/status/?$",
    re.I,
)
# What only the app itself can mean.
_BY_NAME = regex(r"health|ready|readiness|live(z|ness)|alive|heartbeat", re.I)
# Calls that a database answers.
_ASKS = regex(
    r"(^|\.)(query|execute|\$queryRaw\w*|\$executeRaw\w*|queryRaw\w*|ping|authenticate|ensure_connection|command|is_connected|isConnected|rpc|scalar"
    r"|check_database|select|from)$"
)
_READS = regex(
    r"readyState|\.ping\b|SELECT 1|ensure_connection|queryRaw|isInitialized|db\.command|getUser\(|\.rpc\(",
    re.I,
)
# Endpoints that libraries bring, which ask the database themselves.
_LIBRARIES = {"django-health-check": "health_check", "@godaddy/terminus": "createTerminus", "@nestjs/terminus": "TerminusModule",
              "lightship": "createLightship"}  # fmt: skip


class HealthEndpoint(Struct, frozen=True):
    """`looks` when its answer depends on the database or another service it asks."""

    endpoint: Endpoint
    looks: bool


def health_endpoints(app: App) -> tuple[HealthEndpoint, ...]:
    """Every endpoint made for the purpose."""
    return app.view(_health_endpoints)


def _health_endpoints(app: App) -> tuple[HealthEndpoint, ...]:
    found = []
    for endpoint in app.endpoints:
        plain = not re.search(r"[:{\[<*]", endpoint.path)
        if (
            endpoint.method in ("GET", "ALL", "HEAD")
            and plain
            and _PATH.search(endpoint.path)
            and not _OTHER.search(endpoint.path)
            and not _of_one(endpoint)
        ):
            found.append(HealthEndpoint(endpoint, _looks(app, endpoint)))
    return tuple(found)


def _of_one(endpoint: Endpoint) -> bool:
    """Whether it tells the state of one thing that the request names, and only to the person whose it is; or, by a name that things of
    an app have as well (`/api/tracker/status`), only to people who are signed in, as no platform is."""
    inside = SIGNED_IN in Access(endpoint).anywhere()
    return inside and (any(item.name for item in endpoint.inputs) or not _BY_NAME.search(endpoint.path))


def _looks(app: App, endpoint: Endpoint) -> bool:
    if endpoint.queries or endpoint.services:
        return True
    if any(_ASKS.search(call.removesuffix("()")) for call in endpoint.calls if "passport" not in call):
        return True
    return bool(_READS.search(_text(app, endpoint.handler)))


def _text(app: App, place: Location) -> str:
    content = app.read(place.path)
    return (content[place.start : place.end] if place.end else content).decode("utf-8", "replace")


def health_library(app: App) -> str:
    """A library whose own health endpoint the code uses; '' for none."""
    for package, name in _LIBRARIES.items():
        if app.deployment.package(package) and any(name in app.text(path) for path in app.modules):
            return package
    return ""
