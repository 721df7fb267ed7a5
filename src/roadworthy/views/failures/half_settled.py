"""Failures that a library puts aside for whoever looks for them, and nobody does: what `Promise.allSettled` rejected, thunks of Redux."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import structs

from roadworthy.app.location import at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import dotted, is_log, last_name
from roadworthy.views.code.owner import owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import below
from roadworthy.views.failures.unchecked_answer import Unchecked

# A sign-out that fails on the server still ends on the device.
_PARTING = regex(r"log_?out|sign_?out", re.I)
_LOOKS = frozenset({"reason", "rejected"})
# What speaks of failures at all, and what answers for those of all thunks (Redux Toolkit, "Matching Utilities").
_HEARD = (b"rejected", b"unwrap", b"dispatch(")
_FOR_ALL = (b"isRejected", b"/rejected")


def settled(app: App) -> Iterator[Unchecked]:
    """Pages that take what was fulfilled of several requests, and never ask what was not."""
    for spot in spots(app, form.Call):
        call = spot.node
        assert isinstance(call, form.Call)
        if dotted(call.callee) != "Promise.allSettled" or not spot.functions:
            continue
        owner = owner_of(app, spot)
        inner = list(below(spot.functions[-1].body))
        takes = any(isinstance(one, form.Literal) and one.value == "fulfilled" for one in inner)
        looks = any(
            (isinstance(one, form.Member) and one.name in _LOOKS)
            or (isinstance(one, form.Literal) and one.value == "rejected")
            or (isinstance(one, form.If) and one.otherwise and _asks_fulfilled(one.test))
            for one in inner
        )
        if owner.side == "client" and takes and not looks and "fallback" not in owner.subject.lower():
            yield Unchecked(owner, "settled", at(spot.path, call), False)


def _asks_fulfilled(test: form.Node) -> bool:
    return any(isinstance(one, form.Literal) and one.value == "fulfilled" for one in below((test,)))


def unheard_thunks(app: App) -> Iterator[Unchecked]:
    """Thunks of Redux Toolkit whose failure no reducer keeps and no page waits for."""
    made = {
        node.target.name: (spot, node.value)
        for spot in spots(app, form.Define)
        if isinstance(node := spot.node, form.Define)
        and isinstance(node.target, form.Name)
        and isinstance(node.value, form.Call)
        and last_name(node.value.callee) == "createAsyncThunk"
    }
    if not made or any(mark in app.read(path) for path in app.modules for mark in _FOR_ALL):
        return
    heard, dispatched = _heard(app), _dispatched(app)
    for name, (spot, call) in made.items():
        if name in dispatched and not _PARTING.search(name) and name not in heard and not _tells_itself(call):
            owner = structs.replace(owner_of(app, spot), subject=name)
            yield Unchecked(owner, "thunk", at(spot.path, call), False, target=name)


def _heard(app: App) -> frozenset[str]:
    """The thunks whose failure somebody asks for: a reducer's `load.rejected`, a page's `dispatch(load()).unwrap()`."""
    found: set[str] = set()
    for path, module in app.modules.items():
        text = app.read(path)
        for node in form.walk(module.body, form.Member) if any(mark in text for mark in _HEARD) else ():
            assert isinstance(node, form.Member)
            if node.name == "rejected":
                found.add(last_name(node.object))
            elif node.name in ("unwrap", "error", "then", "match"):
                found |= {
                    last_name(one.callee) for one in below((node.object,)) if isinstance(one, form.Call)
                }
    return frozenset(found)


def _dispatched(app: App) -> frozenset[str]:
    """What is given to a store: `dispatch(load())`."""
    return frozenset(
        last_name(given.callee)
        for spot in spots(app, form.Call)
        if isinstance(spot.node, form.Call) and last_name(spot.node.callee) == "dispatch"
        for given in spot.node.arguments
        if isinstance(given, form.Call)
    )


def _tells_itself(call: form.Call) -> bool:
    """Whether the thunk's own catch tells people, apart from handing the failure on (`rejectWithValue`)."""
    return any(
        isinstance(inner, form.Call) and not is_log(inner) and last_name(inner.callee) != "rejectWithValue"
        for node in form.walk(call.arguments, form.Try)
        if isinstance(node, form.Try)
        for handler in node.handlers
        for inner in below(handler.body)
    )
