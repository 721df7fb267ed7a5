"""What a single condition, value or answer says, whoever asks."""

from __future__ import annotations

import re

from roadworthy.app.answer import Answer
from roadworthy.app.origin import Fact, Origin
from roadworthy.app.query import Filter, Query
from roadworthy.regex import regex

_SHOWN = regex(r"(^|_|is|enable_)(shared?|sharing|public(_sharing)?|published|visible|listed)(_|$)", re.I)


def is_shown(fact: Fact) -> bool:
    """Whether a row says of itself that others may see it (`if (!mine && !note.shared) throw ...`)."""
    return (
        fact.operator == "truthy"
        and fact.holds
        and any(
            leaf.kind == "row" and leaf.path and _SHOWN.search(leaf.path[-1]) for leaf in fact.left.leaves()
        )
    )


def is_impossible(fact: Fact) -> bool:
    """Whether something cannot be: that a part of the path is missing (`if (id && !mayRead(id)) return refuse()`), that `False` is so."""
    left = fact.left.inputs[0] if fact.left.kind == "parsed" and fact.left.inputs else fact.left
    if fact.operator == "truthy" and left.kind == "constant":
        return bool(left.value) is not fact.holds
    if fact.holds and fact.right is None and left.operation == "includes" and left.inputs:
        # `[].includes(me)`
        return left.inputs[0].operation == "list" and not left.inputs[0].inputs
    return fact.right is None and not fact.holds and fact.operator != "any" and is_in_address(left)


def is_in_address(origin: Origin) -> bool:
    """Whether a value is a part of the path, or that before anything else (`kwargs.get("team_id") or query.get("team_id")`)."""
    if origin.operation in ("or", "??") or origin.kind == "parsed":
        return any(map(is_in_address, origin.inputs))
    return origin.kind == "params"


def is_nowhere_from(origin: Origin) -> bool:
    """Whether all that is known of a value is what was called for it."""
    return all(leaf.kind in ("unknown", "computed") for leaf in origin.leaves())


def is_of(leaf: Origin, query: Query) -> bool:
    """Whether a value is of the rows that a query found."""
    return leaf.kind == "row" and leaf.query == query.number


def is_row(origin: Origin) -> bool:
    """Whether a value is a row itself, or whether there is one (`.exists()`)."""
    return origin.kind == "row" and origin.path in ((), ("exists",))


def is_equal(item: Filter) -> bool:
    """Whether a filter always asks for this one value."""
    return item.operator == "=" and not item.optional


def is_or_nobody(origin: Origin) -> bool:
    """`user?.id ?? null`: who asks, or nobody."""
    return any(leaf.kind == "constant" and leaf.value is None for leaf in origin.leaves())


def succeeds(answer: Answer) -> bool:
    """Whether an answer gives what was asked for. A redirect leads elsewhere, often because it was refused."""
    return 200 <= answer.status < 300 and not answer.handling


def is_written_record(origin: Origin) -> bool:
    """Whether a value is a record as it is written, whichever of several."""
    ways = origin.inputs if origin.operation == "choice" else (origin,)
    return any(way.kind == "computed" and way.operation == "record" for way in ways)


def only_constants(origin: Origin) -> bool:
    """Whether a value is written in the code, whichever of several."""
    leaves = list(origin.leaves())
    return bool(leaves) and all(leaf.kind == "constant" for leaf in leaves)
