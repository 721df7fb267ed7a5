"""Refusals that are sent with a status of success: whoever asked (a page that looks at `response.ok`, a client that throws for 4xx) takes
them for done."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app.answer import Answer
from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.app.origin import Origin
from roadworthy.regex import regex
from roadworthy.views.code.owner import Owner

_SERVERS = frozenset({"django", "fastapi", "flask", "express"})
# What an answer tells by one field alone. A second one (`success: false`) would be what clients look at.
_WORDED = frozenset({"detail", "error", "errors"})
_REFUSES = regex(
    r"not found|invalid|permission|unauthori[sz]ed|forbidden|denied|required|does not exist|doesn.t exist|fail|already|cannot|could not|must\b|wrong|expired",
    re.I,
)
# What tells of success as well (`message`) refuses only where it can mean nothing else.
_TELLS = frozenset({"message", "msg"})
_ABSENT = regex(
    r"\b(not found|does ?n.t exist|does not exist|unauthori[sz]ed|forbidden|access denied|(invalid|incorrect|wrong) (\w+ )?(credentials|password|token|id)"
    r"|already (exists|registered|taken))\b",
    re.I,
)


class ToldAsSuccess(Struct, frozen=True):
    """The answer at `location`; `what` is what it says."""

    owner: Owner
    location: Location
    what: str


def told_as_success(app: App) -> tuple[ToldAsSuccess, ...]:
    """Each such answer, once. A view."""
    found: dict[Location, ToldAsSuccess] = {}
    for endpoint in app.endpoints:
        if endpoint.kind != "http" or endpoint.framework not in _SERVERS:
            continue
        for answer in endpoint.answers:
            what = _refusal(answer)
            if what and answer.location not in found:
                owner = Owner(endpoint.subject, "endpoint", "server", endpoint.handler, endpoint)
                found[answer.location] = ToldAsSuccess(owner, answer.location, what)
    return tuple(found.values())


def _refusal(answer: Answer) -> str:
    """What an answer of success tells that is none; '' for others."""
    if not 200 <= answer.status < 300 or answer.page or answer.handling:
        return ""
    if answer.body.kind == "computed" and answer.body.operation == "errors":
        return "what is wrong with the request"
    return _worded(answer.body)


def _worded(body: Origin) -> str:
    if body.kind != "computed" or body.operation != "record" or len(body.fields) != 1:
        return ""
    name, value = body.fields[0]
    said = value.value if value.kind == "constant" else None
    asked = _REFUSES if name in _WORDED else _ABSENT if name in _TELLS else None
    return f"'{said}'" if asked is not None and isinstance(said, str) and asked.search(said) else ""
