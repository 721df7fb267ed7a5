"""Loads that wait until the browser has asked who is signed in, and need nothing of the answer: `useSession()` of next-auth."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import bound, last_name, names_in
from roadworthy.views.code.owner import Owner
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import below
from roadworthy.views.failures.catches import asks_as_written
from roadworthy.views.pages.loads import Load, loads

_LIBRARIES = ("next-auth/react", "@auth/nextjs")


class Kept(Struct, frozen=True):
    """A load that starts only with the answer to who is signed in, which the page asks for first."""

    owner: Owner
    places: tuple[Location, ...]
    fact: str


def after_session(app: App) -> tuple[Kept, ...]:
    """Every such load. A view. Where a layout hands the session to its provider, the page knows it from the start
    (https://next-auth.js.org/getting-started/client, "SessionProvider")."""
    if not any(one.source in _LIBRARIES for one in _imports(app)) or _is_handed_in(app):
        return ()
    return tuple(found for load in app.view(loads) for found in _waiting(load))


def _imports(app: App) -> Iterator[form.Import]:
    for spot in spots(app, form.Import):
        if isinstance(spot.node, form.Import):
            yield spot.node


def _is_handed_in(app: App) -> bool:
    return any(
        isinstance(entry.key, form.Literal) and entry.key.value == "session"
        for spot in spots(app, form.Element)
        if isinstance(spot.node, form.Element) and spot.node.tag == "SessionProvider"
        for entry in spot.node.attributes
    )


def _waiting(load: Load) -> Iterator[Kept]:
    for definition in below(load.around.body):
        if not isinstance(definition, form.Define) or not isinstance(definition.value, form.Call):
            continue
        known = bound(definition.target) & set(load.waits_for or ())
        if last_name(definition.value.callee) != "useSession" or not known:
            continue
        asked = [node for run in load.runs for node in below(run.body) if asks_as_written(node)]
        # What is asked for with the answer (`/api/users/${session.user.id}`) has to wait for it.
        if not asked or not _is_held_back(load, known) or any(known & names_in(node) for node in asked):
            continue
        places = (at(load.path, definition), at(load.path, asked[0]))
        line = asked[0].span.line
        fact = f"the request at {load.path}:{line} waits for useSession's, which the browser makes first, and does not use what it answers"
        yield Kept(load.owner, places, fact)
        return


def _is_held_back(load: Load, known: set[str]) -> bool:
    """Whether an effect asks only if it knows who is signed in."""
    return any(
        isinstance(node, form.If) and known & names_in(node.test)
        for run in load.runs
        for node in below(run.body)
    )
