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
    yield from _returned(app)


def _returned(app: App) -> Iterator[Unthrown]:
    """`return new NotFoundException()` of Nest's: what is returned is sent as if all were well. A method that does nothing but make
    one is asked for it by who throws it."""
    for spot in spots(app, form.Return):
        node = spot.node
        made = node.value if isinstance(node, form.Return) else None
        if not isinstance(made, form.Call) or not made.new or not _ERROR.search(last_name(made.callee)):
            continue
        within = spot.functions[0] if spot.functions else None
        if within is None or within.kind != "method" or len(within.body) < _DOES_MORE:
            continue
        if last_name(made.callee) in _of_nest(app.modules[spot.path]):
            yield Unthrown(owner_of(app, spot), last_name(made.callee), at(spot.path, node))


_DOES_MORE = 2


def _of_nest(module: form.Module) -> frozenset[str]:
    """What a module takes from Nest."""
    return frozenset(
        one.local
        for node in module.body
        if isinstance(node, form.Import) and node.source.startswith("@nestjs/common")
        for one in node.names
    )
