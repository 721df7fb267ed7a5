"""A `finally` that returns: whatever failed before is gone, and so is what a handler returned or raised (Python's reference, "The try
statement"; ECMA-262, 14.15.3)."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import without_functions
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots


class Overruled(Struct, frozen=True):
    """The return at `location` says that all went well whatever came of what was `tried`."""

    owner: Owner
    location: Location
    tried: Location


def overruled(app: App) -> tuple[Overruled, ...]:
    """Every such place. A view."""
    return tuple(_found(app))


def _found(app: App) -> Iterator[Overruled]:
    for spot in spots(app, form.Try):
        node = spot.node
        if not isinstance(node, form.Try) or not node.final:
            continue
        last = node.final[-1]
        calls = any(isinstance(one, form.Call) for one in without_functions(node.body))
        if calls and isinstance(last, form.Return) and _says_well(last.value):
            yield Overruled(owner_of(app, spot), at(spot.path, last), at(spot.path, node))


def _says_well(value: form.Expr | None) -> bool:
    """`True`, `"saved"`, `{"ok": True}`: what is returned when nothing failed. A variable may have been set by a handler."""
    if isinstance(value, form.Literal):
        return bool(value.value)
    if not isinstance(value, form.Record):
        return False
    values = [entry.value for entry in value.entries if isinstance(entry, form.Entry)]
    return bool(values) and all(isinstance(one, form.Literal) and bool(one.value) for one in values)
