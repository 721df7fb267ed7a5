"""What a schema refuses, answered as a fault of the server's: the app's handler of errors knows only its own kind of error."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.endpoint import Check, Endpoint
from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.views.code.owner import Owner
from roadworthy.views.failures.catches import Catch, catches
from roadworthy.views.failures.lifecycle import escaping

# zod's `parse` throws a ZodError, which has no status (zod.dev, "Handling errors"); `safeParse` throws nothing.
_THROWS = regex(rb"\.parse(Async)?\(")
_PASSED_ON = regex(rb"catch\s*(\(\s*(\w+)\b[^)]*\))?\s*\{\s*(return\s+)?next\(\s*\w+\s*\)\s*;?\s*\}")
# A handler that says anything of what was asked wrongly.
_KNOWS = regex(rb"zod|issues|validat|\b4(00|22)\b|bad_?request|unprocessable", re.I)
_FAULT = regex(rb"\b500\b|internal_?server_?error", re.I)


class OwnFault(Struct, frozen=True):
    """The handler of errors at `location`; `refused` are the endpoints whose schemas throw, `schema` is where the first of them does."""

    owner: Owner
    location: Location
    refused: tuple[str, ...]
    schema: Location


def blamed_on_server(app: App) -> tuple[OwnFault, ...]:
    """The error middleware of Express that answers like that. A view."""
    return tuple(_found(app))


def _found(app: App) -> Iterator[OwnFault]:
    known = app.view(catches)
    handlers = [one for one in known if one.kind == "middleware" and one.owner.side == "server"]
    if len(handlers) != 1 or not _answers_all_alike(app, handlers[0]):
        return
    # From Express 4 a rejection that nobody hands on escapes, and no handler hears of it.
    escaped = {one.subject for one in app.view(escaping)}
    thrown = [
        (endpoint.subject, check.location)
        for endpoint in app.endpoints
        if endpoint.framework == "express" and endpoint.subject not in escaped
        for check in _throwing(app, endpoint)
        if _reaches(app, check, known)
    ]
    if thrown:
        refused = tuple(dict.fromkeys(subject for subject, _ in thrown))
        yield OwnFault(handlers[0].owner, handlers[0].location, refused, thrown[0][1])


def _answers_all_alike(app: App, handler: Catch) -> bool:
    text = app.source(handler.location)
    return _FAULT.search(text) is not None and _KNOWS.search(text) is None


def _throwing(app: App, endpoint: Endpoint) -> Iterator[Check]:
    for check in endpoint.checks:
        if check.library == "zod" and _THROWS.search(app.source(check.location)):
            yield check


def _reaches(app: App, check: Check, known: tuple[Catch, ...]) -> bool:
    """Whether the error gets to the app's handler as it is: what catches it before does nothing but hand it on."""
    around = [one for one in known if one.kind == "catch" and one.tried.holds(check.location)]
    return all(_PASSED_ON.fullmatch(_from_catch(app, one)) for one in around)


def _from_catch(app: App, caught: Catch) -> bytes:
    text = app.source(caught.location)
    return text if text.startswith(b"catch") else b""
