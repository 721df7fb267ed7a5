"""Connections that are kept as promises: one that failed once is what every later request waits for."""

from __future__ import annotations

import re

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import dotted
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot
from roadworthy.views.data.first_connections import FirstConnection

_CONNECTS = regex(r"(^|\.)(connect|createConnection|initialize)$")
_DATABASE = regex(r"mongo|client|sequelize|data_?source|orm|(^|\.)db|database", re.I)


def kept_failures(app: App) -> tuple[FirstConnection, ...]:
    """`if (!cached.promise) cached.promise = mongoose.connect(uri)` that nothing takes back when the connection fails."""
    return app.view(_kept_failures)


def _kept_failures(app: App) -> tuple[FirstConnection, ...]:
    assigned = spots(app, form.Assignment)
    emptied = {(spot.path, _target(spot)) for spot in assigned if _empties(spot)}
    found: dict[str, FirstConnection] = {}
    for spot in assigned:
        name, what = _target(spot), _connection(spot)
        if what and (spot.path, name) not in emptied and _only_once(spot, name):
            span = spot.node.span
            place = Location(spot.path, span.line, span.end_line, span.start, span.end)
            found.setdefault(spot.path, FirstConnection(what, place, False, kept=True))
    return tuple(found.values())


def _target(spot: Spot) -> str:
    node = spot.node
    return (
        dotted(node.target)
        if isinstance(node, form.Assignment) and isinstance(node.target, form.Node)
        else ""
    )


def _connection(spot: Spot) -> str:
    """The call whose promise is kept; '' where what is kept was waited for."""
    node = spot.node
    if not isinstance(node, form.Assignment) or isinstance(node.value, form.Await) or not spot.functions:
        return ""
    for part in form.walk((node.value,)):
        name = dotted(part.callee) if isinstance(part, form.Call) else ""
        if _CONNECTS.search(name) and _DATABASE.search(name.rpartition(".")[0]):
            return name
    return ""


def _empties(spot: Spot) -> bool:
    node = spot.node
    if not isinstance(node, form.Assignment) or not spot.functions:
        return False
    value = node.value
    return (isinstance(value, form.Literal) and value.value is None) or (
        isinstance(value, form.Name) and value.name == "undefined"
    )


def _only_once(spot: Spot, name: str) -> bool:
    """Whether it is made only where it is not there yet."""
    node = spot.node
    if isinstance(node, form.Assignment) and node.operator.startswith("??"):
        return True
    for around in spot.around():
        if isinstance(around.node, form.Function):
            return False
        if isinstance(around.node, form.If) and around.part == "then":
            tested = form.walk((around.node.test,))
            if any(isinstance(part, (form.Name, form.Member)) and dotted(part) == name for part in tested):
                return True
    return False
