"""Mails whose refusal nobody looks at: Resend's client answers `{ data, error }` and throws nothing (its reference, "Errors")."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import dotted, unwrapped
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.failures.unread_answers import is_read

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
        if not is_read(target, spot, call):
            yield Unsent(owner_of(app, spot), at(spot.path, call))
