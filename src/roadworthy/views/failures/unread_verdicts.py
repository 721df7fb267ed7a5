"""Functions of Python that catch every failure and answer False, asked by a statement that does not look at the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import last_name, without_functions
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots

# What somebody waits for: without it they cannot go on. Other messages, logs and caches may fail.
_NEEDED = regex(
    r"otp|verif|confirm|reset|activat|(^|_)codes?(_|$)|invit|payment|charge|refund|password|magic_?link", re.I
)


class UnreadVerdict(Struct, frozen=True):
    """A call of `name`, which answers False when it failed, as a statement of its own."""

    owner: Owner
    location: Location
    name: str


def unread_verdicts(app: App) -> tuple[UnreadVerdict, ...]:
    """Each of them, once. A view."""
    return tuple(_found(app))


def _found(app: App) -> Iterator[UnreadVerdict]:
    known = _answering(app)
    for spot in spots(app, form.Evaluate) if known else ():
        node = spot.node
        value = node.value if isinstance(node, form.Evaluate) else None
        called = value.value if isinstance(value, form.Await) else value
        if not isinstance(called, form.Call) or not spot.path.endswith(".py"):
            continue
        name = last_name(called.callee)
        if name in known and not any(one.name == name for one in spot.functions):
            yield UnreadVerdict(owner_of(app, spot), at(spot.path, called), name)


def _answering(app: App) -> frozenset[str]:
    """The functions whose catch answers False, and which answer True where nothing failed."""
    found = set()
    for spot in spots(app, form.Try):
        function = spot.functions[0] if spot.functions else None
        if function is None or not spot.path.endswith(".py") or not _NEEDED.search(function.name):
            continue
        node = spot.node
        assert isinstance(node, form.Try)
        refuses = _answers(tuple(handler.body for handler in node.handlers), word=False)
        if refuses and _answers(function.body, word=True):
            found.add(function.name)
    return frozenset(found)


def _answers(body: tuple[object, ...], *, word: bool) -> bool:
    return any(
        isinstance(node, form.Return) and isinstance(node.value, form.Literal) and node.value.value is word
        for node in without_functions(body)
    )
