"""What the page does when a request of its own gets lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import dotted, last_name
from roadworthy.views.code.owner import owner_of
from roadworthy.views.code.sides import sides
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import below
from roadworthy.views.pages.html_pages import html_pages
from roadworthy.views.pages.query_hooks import MUTATIONS, QUERIES

_LIBRARIES = (
    "axios-retry",
    "p-retry",
    "async-retry",
    "retry-axios",
    "ky",
    "fetch-retry",
    "@zeit/fetch-retry",
    "ofetch",
    "wretch",
)
_REQUEST = regex(
    r"^(fetch|window\.fetch|axios(\.\w+)?|\w*([aA]pi|API)\w*(\.\w+)+|\w*[hH]ttp\w*(\.\w+)+|apiRequest|ky(\.\w+)?|\w*supabase\w*\.(from|rpc|functions\.invoke))$"
)


_AGAIN = regex(r"attempt|retr(y|ies)|tries", re.I)


class Retrying(Struct, frozen=True):
    """`requests` are places where the page asks; `again` says what tries again ('' for nothing), `off` where trying again was switched off."""

    requests: tuple[Location, ...]
    again: str
    off: tuple[Location, ...]


def retrying(app: App) -> Retrying:
    """How the page's requests are tried again. A view."""
    asked = tuple(_requests(app))
    library = _library(app)
    hooks = [
        spot
        for spot in spots(app, form.Call)
        if isinstance(spot.node, form.Call) and last_name(spot.node.callee) in QUERIES
    ]
    off = tuple(_switched_off(app))
    everywhere = [place for kind, place in off if kind == "client"]
    single = {place.start for kind, place in off if kind == "query"}
    willing = [
        spot
        for spot in hooks
        if not any(spot.node.span.start <= start < spot.node.span.end for start in single)
    ]
    # One query on the side does not carry the app: most of what it asks must go through the library.
    held = [(spot.path, spot.node.span) for spot in spots(app, form.Call) if _is_hook(spot.node)]
    stray = [
        place
        for place in asked
        if not any(path == place.path and span.start <= place.start < span.end for path, span in held)
    ]
    carried = len(hooks) * 3 >= len(stray)
    library = library or _own_loop(app)
    again = library or (
        f"{len(willing)} queries of the library that retries"
        if willing and not everywhere and carried
        else ""
    )
    return Retrying(asked, again, tuple(place for _, place in off))


def _own_loop(app: App) -> str:
    """A loop of the app's own that asks again after a failure: an attempt in a try, inside a loop that counts or goes on."""
    for spot in spots(app, form.Loop):
        loop = spot.node
        assert isinstance(loop, form.Loop)
        if loop.kind not in ("while", "counted") or owner_of(app, spot).side != "client":
            continue
        for attempt in (node for node in below(loop.body) if isinstance(node, form.Try) and node.handlers):
            if any(isinstance(node, form.Await) for node in below(attempt.body)) and _ends(loop, attempt):
                return f"a loop of its own at {spot.path}:{loop.span.line}"
    return ""


def _ends(loop: form.Loop, attempt: form.Try) -> bool:
    """Whether a success ends the loop, as that of something tried again does; a walk through a list goes on to the next."""
    walks = any(last_name(one) == "length" for one in below((loop.subject,)) if isinstance(one, form.Member))
    leaves = any(
        isinstance(one, form.Return) or (isinstance(one, form.Jump) and one.kind == "break")
        for one in (*below(attempt.body), *below(attempt.otherwise))
    )
    named = any(
        isinstance(one, form.Name) and _AGAIN.search(one.name) for one in below((loop.subject,), loop.body)
    )
    return (leaves or named) and not walks


def _is_hook(node: form.Node) -> bool:
    return isinstance(node, form.Call) and last_name(node.callee) in (*QUERIES, *MUTATIONS)


def _library(app: App) -> str:
    """A package that makes lost requests again, imported by the page's code; '' for none."""
    for spot in spots(app, form.Import):
        node = spot.node
        if (
            isinstance(node, form.Import)
            and node.source in _LIBRARIES
            and app.view(sides).get(spot.path) == "client"
        ):
            return node.source
    return ""


def _requests(app: App) -> Iterator[Location]:
    actions = {
        node.name
        for module in app.modules.values()
        if "use server" in module.directives
        for node in module.body
        if isinstance(node, form.Function)
    }
    for spot in spots(app, form.Call):
        call = spot.node
        assert isinstance(call, form.Call)
        name = dotted(call.callee)
        if (_REQUEST.match(name) or name in actions or last_name(call.callee) in QUERIES) and owner_of(
            app, spot
        ).side == "client":
            yield at(spot.path, call)
    for page in app.view(html_pages):
        for found in re.finditer(r"\bfetch\(|\$\.(ajax|get|post)\(", page.text):
            line = page.text.count("\n", 0, found.start()) + 1
            yield Location(page.path, line, line)


def _switched_off(app: App) -> Iterator[tuple[str, Location]]:
    """`retry: false`, in the defaults of the client or in a query of its own."""
    for spot in spots(app, form.Call):
        call = spot.node
        assert isinstance(call, form.Call)
        name = last_name(call.callee)
        if name != "QueryClient" and name not in QUERIES:
            continue
        for node in below(call.arguments):
            if not isinstance(node, form.Entry) or not isinstance(node.key, form.Literal):
                continue
            never = isinstance(node.value, form.Literal) and not node.value.value
            if name in QUERIES and node.key.value == "retry" and never:
                yield "query", at(spot.path, node)
            elif (
                name == "QueryClient" and node.key.value == "queries" and isinstance(node.value, form.Record)
            ):
                for inner in node.value.entries:
                    if (
                        isinstance(inner.key, form.Literal)
                        and inner.key.value == "retry"
                        and isinstance(inner.value, form.Literal)
                        and not inner.value.value
                    ):
                        yield "client", at(spot.path, inner)
