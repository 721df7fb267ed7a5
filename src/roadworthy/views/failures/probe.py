"""The cheapest way to ask a running app whether it is well."""

from __future__ import annotations

import re

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.views.people.access import SIGNED_IN, Access

_HEALTH = regex(r"(^|[/_-])(health\w*|ready\w*|live\w*|status|ping|up)$", re.I)
_READY = regex(r"ready|health", re.I)
_PLAIN_PATH = regex(r"^/[A-Za-z0-9/._~-]*$")
_WRITES = {"insert", "update", "delete", "upsert"}
_ENDLESS = regex(r"log-?out|sign-?out|/(export|download|stream|events|sse|callback|cron)\b", re.I)


def open_reads(app: App) -> list[Endpoint]:
    """GET endpoints that anyone may ask, change nothing and need no value: those for the purpose first, then those with
    the least work for the database."""
    found = [endpoint for endpoint in app.endpoints if _is_open_read(endpoint)]
    return sorted(found, key=lambda one: (not _HEALTH.search(one.path), len(one.queries), one.path))


def _is_open_read(endpoint: Endpoint) -> bool:
    plain = endpoint.kind == "http" and endpoint.method == "GET" and bool(_PLAIN_PATH.match(endpoint.path))
    if not plain or _ENDLESS.search(endpoint.path) or endpoint.services:
        return False
    writes = any(query.operation in _WRITES for query in endpoint.queries)
    return not writes and SIGNED_IN not in Access(endpoint).anywhere()


def health_path(app: App) -> str:
    """The path to ask whether the app answers: its health endpoint, else its cheapest open read, else the front page."""
    return next((endpoint.path for endpoint in open_reads(app)), "/")


def database_path(app: App) -> str:
    """A path whose answer needs the database; '' when every such endpoint needs a sign-in."""
    return next(iter(database_paths(app)), "")


def database_paths(app: App) -> tuple[str, ...]:
    """Every such path, the cheapest first; those that catch what their queries meet last, since they may answer all the same."""
    reads = [endpoint for endpoint in open_reads(app) if endpoint.queries]
    caught = {endpoint.path for endpoint in reads if all(query.caught for query in endpoint.queries)}
    return tuple(sorted((endpoint.path for endpoint in reads), key=lambda path: path in caught))
