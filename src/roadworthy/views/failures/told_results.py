"""The database's own words in an answer: `if (error) return json({ error: error.message })` of a client that returns its errors."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import names_in
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot, below
from roadworthy.views.failures.error_text import leaks, told_apart
from roadworthy.views.failures.kept_errors import kept_error
from roadworthy.views.failures.unchecked import asked, uses_supabase
from roadworthy.views.failures.unchecked_answer import asked_for


class ToldResult(Struct, frozen=True):
    """`location` is the answer that holds the text of the failed question `target`."""

    owner: Owner
    location: Location
    target: str


def told_results(app: App) -> tuple[ToldResult, ...]:
    """Every answer of the server that hands on what the database said. A view."""
    return tuple(_told(app)) if uses_supabase(app) else ()


def _told(app: App) -> Iterator[ToldResult]:
    for spot in (*spots(app, form.Define), *spots(app, form.Assignment)):
        for target, call in asked(spot):
            name = kept_error(target) if target is not None else None
            if not name or not spot.functions:
                continue
            owner = owner_of(app, spot)
            if owner.side == "server" and owner.kind != "component":
                for place in _answers(app, spot, name, call):
                    yield ToldResult(owner, at(spot.path, place), asked_for(call))


def _answers(app: App, spot: Spot, name: str, call: form.Call) -> Iterator[form.Node]:
    """What is answered where this error is there. Only the first look at it counts, later ones may be at another of the same
    name; an error told apart by its code was made to be shown."""
    for node in below(spot.functions[0].body):
        if isinstance(node, form.If) and node.span.start > call.span.end and name in names_in(node.test):
            if not told_apart(node.test):
                yield from leaks(node.then, name, returned=is_action(app, spot.path))
            return


def is_action(app: App, path: str) -> bool:
    """A module of server actions: what a function in it returns is what the browser gets."""
    module = app.modules.get(path)
    return module is not None and "use server" in module.directives
