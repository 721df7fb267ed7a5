"""Mails whose refusal nobody looks at: Resend's client answers `{ data, error }` and throws nothing (its reference, "Errors")."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import dotted, is_log, unwrapped
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot, below
from roadworthy.views.failures.unchecked import kept_error, use_of

_SENDS = regex(r"\.(emails|batch)\.send\(\)$")
_LIBRARY = regex(r"(^|/|:)resend(@|$)")


class Unsent(Struct, frozen=True):
    """A mail, where it is sent."""

    owner: Owner
    location: Location


def unsent(app: App) -> tuple[Unsent, ...]:
    """Every mail after which the code goes on as if it were sent, whatever the answer was. A view."""
    imports = (spot.node.source for spot in spots(app, form.Import) if isinstance(spot.node, form.Import))
    return tuple(_unsent(app)) if any(map(_LIBRARY.search, imports)) else ()


def _unsent(app: App) -> Iterator[Unsent]:
    for spot in (*spots(app, form.Define), *spots(app, form.Assignment), *spots(app, form.Evaluate)):
        node = spot.node
        if not isinstance(node, (form.Define, form.Assignment, form.Evaluate)):
            continue
        call = unwrapped(node.value) if isinstance(node.value, form.Await) else None
        if not isinstance(call, form.Call) or not _SENDS.search(dotted(call)):
            continue
        target = None if isinstance(node, form.Evaluate) else node.target
        if not _is_read(target, spot, call):
            yield Unsent(owner_of(app, spot), at(spot.path, call))


def _is_read(target: form.Node | None, spot: Spot, call: form.Call) -> bool:
    """Whether anybody sees the error that may be in the answer; a line in the log that prints the whole does not."""
    if target is None:
        return False
    if isinstance(target, form.Name):
        return not spot.functions or _looks(target.name, spot.functions[0], call)
    name = kept_error(target)
    if name is None:
        return True
    return bool(name) and use_of(name, spot, call) == "used"


def _looks(name: str, function: form.Function, call: form.Call) -> bool:
    later = [node for node in below(function.body) if node.span.start > call.span.end]
    logged = [node.span for node in later if isinstance(node, form.Call) and is_log(node)]
    sent = [
        node.object.span
        for node in later
        if isinstance(node, form.Member)
        and isinstance(node.object, form.Name)
        and node.object.name == name
        and node.name in ("data", "id")
    ]
    aside = [(span.start, span.end) for span in (*logged, *sent)]
    return any(
        isinstance(node, form.Name)
        and node.name == name
        and not any(start <= node.span.start < end for start, end in aside)
        for node in later
    )
