"""Failures that a store of Zustand keeps (`set({ error, loading: false })`), and that no component reads from it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.location import at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import bound, chain, dotted, is_empty, is_log, last_name, names_in
from roadworthy.views.code.owner import owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot, below
from roadworthy.views.failures.catches import asks_as_written
from roadworthy.views.failures.unchecked_answer import Unchecked

_ERROR = regex(r"err|fail|message", re.I)
# What has a member of the same name and is no store: `toast.error`, `console.error`.
_TELLS = regex(r"^(toast|console|log|logger|message|notify|notification|z|Response|NextResponse)$")


def unread_zustand(app: App) -> Iterator[Unchecked]:
    """Each handler of a store whose only word is a field that nothing outside of the store reads."""
    stores = app.view(_stores)
    read = app.view(read_outside) if stores else frozenset()
    for spot in spots(app, form.Try) if stores else ():
        node = spot.node
        assert isinstance(node, form.Try)
        if spot.path not in stores or not any(map(asks_as_written, _awaits(node))):
            continue
        for handler in node.handlers:
            kept = _kept(handler)
            if kept and not kept & read:
                yield Unchecked(owner_of(app, spot), "store", at(spot.path, handler), False)


def _awaits(node: form.Try) -> list[form.Await]:
    return [one for one in below(node.body) if isinstance(one, form.Await)]


def _kept(handler: form.Handler) -> set[str]:
    """The fields that say what went wrong, where putting them into the store is all that the handler does."""
    found: set[str] = set()
    for statement in handler.body:
        if isinstance(statement, form.Define):
            continue
        call = statement.value if isinstance(statement, form.Evaluate) else None
        if not isinstance(call, form.Call):
            return set()
        if is_log(call):
            continue
        given = call.arguments[0] if len(call.arguments) == 1 else None
        if dotted(call.callee) != "set" or not isinstance(given, form.Record):
            return set()
        found |= {
            str(entry.key.value)
            for entry in given.entries
            if isinstance(entry.key, form.Literal) and not is_empty(entry.value)
        }
    return found if found and all(map(_ERROR.search, found)) else set()


def _stores(app: App) -> frozenset[str]:
    """The files that make a store: `create((set) => ({ ... }))`, also within `persist` and the like."""
    importing = {
        spot.path
        for spot in spots(app, form.Import)
        if isinstance(spot.node, form.Import) and spot.node.source in ("zustand", "zustand/vanilla")
    }
    return frozenset(
        spot.path
        for spot in (spots(app, form.Define) if importing else ())
        if spot.path in importing and any(_makes(spot, call) for call in chain(_value(spot)))
    )


def _value(spot: Spot) -> form.Node | None:
    return spot.node.value if isinstance(spot.node, form.Define) else None


def _makes(spot: Spot, call: form.Call) -> bool:
    return last_name(call.callee) in ("create", "createStore") and not spot.functions


def read_outside(app: App) -> frozenset[str]:
    """The names of fields that files which use a store read of anything. A view."""
    stores = app.view(_stores)
    hooks = {
        name
        for spot in spots(app, form.Define)
        if spot.path in stores and not spot.functions and isinstance(spot.node, form.Define)
        for name in bound(spot.node.target)
    }
    using = {
        spot.path
        for spot in spots(app, form.Call)
        if spot.path not in stores and isinstance(spot.node, form.Call) and names_in(spot.node.callee) & hooks
    }
    read = (app.modules[path].body for path in using if path in app.modules)
    return frozenset(name for body in read for node in below(body) for name in _names_read(node))


def _names_read(node: form.Node) -> set[str]:
    if isinstance(node, form.Member):
        return set() if _TELLS.match(dotted(node.object)) else {node.name}
    targets = (
        [node.target]
        if isinstance(node, form.Define)
        else [one.target for one in getattr(node, "parameters", ())]
    )
    return {str(field.key) for one in targets if isinstance(one, form.RecordTarget) for field in one.fields}
