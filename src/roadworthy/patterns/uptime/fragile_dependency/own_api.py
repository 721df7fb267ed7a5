"""Pages that a Next.js server renders and that ask the same server for its own API, over the network."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import structs

from roadworthy.app import App, Endpoint, ServiceCall
from roadworthy.catalogue import Severity, Verdict, clear, gap
from roadworthy.edits import Brief
from roadworthy.patterns.uptime.fragile_dependency.finding import FragileGap
from roadworthy.regex import regex
from roadworthy.views.failures.patience import patience

_MACHINE = regex(r"^(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0)(:\d+)?$")
# An address from the environment, by the name of the variable.
_SETTING = regex(r"^[A-Z][A-Z0-9_]*$")
# `[...all]` hands on to another server as often as not.
_PART = regex(r"^(\[\w+\]|:\w+)$")


def asks_itself(app: App, call: ServiceCall) -> bool:
    """Whether a call goes to a route of the app's own Next.js server."""
    if not (_MACHINE.match(call.service) or _SETTING.match(call.service)):
        return False
    asked = _parts(_path(call))
    return any(
        endpoint.framework == "nextjs" and endpoint.kind == "http" and _alike(asked, _parts(endpoint.path))
        for endpoint in app.endpoints
    )


def _path(call: ServiceCall) -> str:
    """`/api/notes` of `http://localhost:3000/api/notes`, and of an address whose beginning is a setting."""
    return re.sub(r"^\w+://[^/]*", "", call.url) or call.operation.partition(" ")[2]


def _parts(path: str) -> list[str]:
    return [part for part in re.split(r"[?#]", path)[0].split("/") if part]


def _alike(asked: list[str], route: list[str]) -> bool:
    return (
        bool(asked)
        and len(asked) == len(route)
        and all(_PART.match(there) or one == there for one, there in zip(asked, route, strict=True))
    )


def detect_own_api(app: App, pages: tuple[Endpoint, ...]) -> Iterator[Verdict]:
    """One verdict for all pages that do so: the remedy is one, to call what the route calls."""
    asking = [(page, call) for page in pages for call in page.services if asks_itself(app, call)]
    endless = [(page, call) for page, call in asking if not patience(call).bounded]
    if not asking:
        return
    if not endless:
        yield clear("own API from pages", "its pages wait a bounded time for the app's own API")
        return
    fixed = [call for _, call in endless if _MACHINE.match(call.service)]
    (page, first), others = endless[0], tuple(call for _, call in endless[1:])
    yield gap(
        "own API from pages",
        "Pages ask their own server over the network"
        + (
            ", at an address that only the developer's machine has" if fixed else ", and wait without a bound"
        ),
        impact="Outage: "
        + (
            "on any other host or port these pages fail"
            if fixed
            else "each page needs a second place at the same server, and where there is none it waits for ever"
        ),
        locations=tuple(dict.fromkeys(call.location for _, call in endless)),
        evidence=tuple(
            f"{one.subject} asks for {_path(call)} at {call.location}, without a timeout"
            + (f", of {call.service}" if call in fixed else "")
            for one, call in endless[:6]
        ),
        severity=Severity.HIGH if fixed else Severity.MEDIUM,
        details=FragileGap(structs.replace(page, services=(first,)), first, others, itself=True),
        cwe="CWE-1088",
    )


def own_api_brief(message: str) -> Brief:
    """What a person does about it: a timeout would leave the way round."""
    return Brief(
        title="Let pages call what their own API calls",
        task=f"{message}. Move what each route does into a function of the server, and call that from the page and from the route.",
        constraints=(
            "who may read what is asked in the function, for the page as for the route",
            "what is cached for the page stays so",
        ),
        acceptance=(
            "the pages show the same as before, on any host and port",
            "no page of the server asks the server itself over the network",
        ),
    )
