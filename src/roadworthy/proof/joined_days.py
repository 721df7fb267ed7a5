"""Days that an endpoint makes moments of by itself: `new Date(`${date}T00:00:00Z`)` wants a day, and not a moment."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Any

from roadworthy.app import Endpoint, Fact, Origin
from roadworthy.proof.body_places import place_in_body, value_at
from roadworthy.regex import regex

_TIME = regex(r"T\d\d:")
_DAY = regex(r"\d{4}-\d\d-\d\d")
_SOME_DAY = "2030-01-15"
_DAY_LETTERS = len(_SOME_DAY)


def with_joined_days(endpoint: Endpoint, facts: Sequence[Fact], body: dict[str, Any]) -> dict[str, Any]:
    """The body with days where the code puts a time behind them."""
    changed = copy.deepcopy(body)
    for path in dict.fromkeys(_joined(endpoint, facts)):
        holder = value_at(changed, path[:-1])
        value = holder.get(path[-1]) if isinstance(holder, dict) else None
        if isinstance(value, str) and not _DAY.fullmatch(value):
            holder[path[-1]] = value[:_DAY_LETTERS] if _DAY.match(value) else _SOME_DAY
    return changed


def _joined(endpoint: Endpoint, facts: Sequence[Fact]) -> Iterator[tuple[str, ...]]:
    for origin in _origins(endpoint, facts):
        if origin.operation not in ("template", "+"):
            continue
        for part, following in zip(origin.inputs, origin.inputs[1:], strict=False):
            text = following.value if following.kind == "constant" else None
            if place_in_body(part) and isinstance(text, str) and _TIME.match(text):
                yield place_in_body(part)


def _origins(endpoint: Endpoint, facts: Sequence[Fact]) -> Iterator[Origin]:
    for fact in facts:
        yield from _within(fact.left)
        if fact.right is not None:
            yield from _within(fact.right)
    for query in endpoint.queries:
        for value in (*(one.value for one in query.writes), *(one.value for one in query.filters)):
            yield from _within(value)


def _within(origin: Origin) -> Iterator[Origin]:
    yield origin
    for inner in (*origin.inputs, *(one for _, one in origin.fields)):
        yield from _within(inner)
