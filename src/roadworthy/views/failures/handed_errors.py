"""Functions of the app that catches hand whatever went wrong, and that answer with the error's own text."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import without_functions
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.failures.error_text import answers_in, leaks


class HandedError(Struct, frozen=True):
    """`name` of the function, that answers at `location` with the text of what `caught` hands it."""

    owner: Owner
    name: str
    location: Location
    caught: Location


def handed_errors(app: App) -> tuple[HandedError, ...]:
    """Every such function of a server, once. A view."""
    telling = {name: found for name, found in _telling(app)}
    found: dict[str, HandedError] = {}
    for spot in spots(app, form.Try) if telling else ():
        node = spot.node
        assert isinstance(node, form.Try)
        for handler in node.handlers:
            name = _handed(handler, telling) if handler.types is None else ""
            if name and name not in found and owner_of(app, spot).side == "server":
                _, owner, place = telling[name]
                found[name] = HandedError(owner, name, place, at(spot.path, handler))
    return tuple(found.values())


def _telling(app: App) -> Iterator[tuple[str, tuple[int, Owner, Location]]]:
    """The functions that answer with the text of one of their parameters, whatever it is: which one, and where."""
    for spot in spots(app, form.Function):
        function = spot.node
        assert isinstance(function, form.Function)
        if not function.name or not function.parameters or not answers_in(function.body):
            continue
        for number, one in enumerate(function.parameters):
            name = one.target.name if isinstance(one.target, form.Name) else ""
            shown = next(leaks(function.body, name, returned=False), None) if name else None
            if shown is not None:
                yield function.name, (number, owner_of(app, spot), at(spot.path, shown))
                break


def _handed(handler: form.Handler, telling: dict[str, tuple[int, Owner, Location]]) -> str:
    """The name of such a function that a handler gives its error to."""
    error = handler.target.name if isinstance(handler.target, form.Name) else ""
    for node in without_functions(handler.body):
        if not isinstance(node, form.Call) or not isinstance(node.callee, form.Name) or not error:
            continue
        number = telling[node.callee.name][0] if node.callee.name in telling else -1
        given = node.arguments[number] if 0 <= number < len(node.arguments) else None
        if isinstance(given, form.Name) and given.name == error:
            return node.callee.name
    return ""
