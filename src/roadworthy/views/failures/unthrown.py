"""Errors that are made and never thrown: the code goes on as if all were well."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import last_name
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots

_ERROR = regex(r"(Error|Exception|Exeption|Execption)$")


class Unthrown(Struct, frozen=True):
    """An error of the kind `name` that a statement makes and leaves."""

    owner: Owner
    name: str
    location: Location


def unthrown(app: App) -> tuple[Unthrown, ...]:
    """Every error that nothing throws, hands on or keeps. A view."""
    return tuple(_found(app))


def _found(app: App) -> Iterator[Unthrown]:
    for spot in spots(app, form.Evaluate):
        node = spot.node
        made = node.value if isinstance(node, form.Evaluate) else None
        if not isinstance(made, form.Call) or not spot.functions:
            continue
        python = app.modules[spot.path].language == "python"
        if (made.new or python) and _ERROR.search(last_name(made.callee)):
            yield Unthrown(owner_of(app, spot), last_name(made.callee), at(spot.path, node))
