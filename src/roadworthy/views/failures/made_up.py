"""Values of a request that cannot be read and are replaced by the moment: the record says today, and nobody said so."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import Regex, regex
from roadworthy.views.code.dotted import dotted, without_functions
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots

_READS = regex(r"(^|\.)(strptime|fromisoformat|parse_date|parse_datetime|isoparse|parser\.parse)$")
_MOMENT = regex(r"(^|\.)(today|now|utcnow)$")


class MadeUp(Struct, frozen=True):
    """`name` becomes the moment where what stands at `location` catches everything that reading it raises."""

    owner: Owner
    name: str
    location: Location


def made_up(app: App) -> tuple[MadeUp, ...]:
    """Every such place of a server's own code. A view."""
    return tuple(_found(app))


def _found(app: App) -> Iterator[MadeUp]:
    for spot in spots(app, form.Try):
        node = spot.node
        if not isinstance(node, form.Try) or app.modules[spot.path].language != "python":
            continue
        read = _targets(node.body, _READS)
        for handler in node.handlers:
            # Who catches a ValueError alone knows what is wrong, and may well have meant it.
            given = (
                _targets(handler.body, _MOMENT) if handler.types is None and len(handler.body) == 1 else set()
            )
            if read & given:
                yield MadeUp(owner_of(app, spot), sorted(read & given)[0], at(spot.path, handler))


def _targets(body: tuple[form.Statement, ...], calls: Regex[str]) -> set[str]:
    """The names that are given what one of these calls makes."""
    return {
        node.target.name
        for node in without_functions(body)
        if isinstance(node, (form.Define, form.Assignment)) and isinstance(node.target, form.Name)
        if any(
            isinstance(one, form.Call) and calls.search(dotted(one.callee))
            for one in without_functions((node.value,))
        )
    }
