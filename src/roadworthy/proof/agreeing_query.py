"""What must hold where a request is to get to, put into its query string: `?section=users` where one view shows and does several things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from roadworthy.app import Endpoint, Fact, Origin


def agreeing_query(values: Mapping[str, Any], facts: Iterable[Fact]) -> dict[str, Any]:
    """The query string's values with the words that facts ask for; what they ask to be absent, or another word, is left out."""
    changed = dict(values)
    facts = tuple(facts)
    for fact in facts:
        name = _named(fact.left)
        asked = _words(fact)
        if name and (_asks_absence(fact) or (not fact.holds and changed.get(name) in asked)):
            changed.pop(name, None)
    return {**changed, **stated_in_query(facts)}


def stated_in_query(facts: Iterable[Fact]) -> dict[str, Any]:
    """The values that facts say the query string has: `section == "users"`, of a list of words the first."""
    found: dict[str, Any] = {}
    for fact in facts:
        name, words = _named(fact.left), _words(fact)
        if name and fact.holds and words:
            found[name] = words[0]
    return found


def wanted_in_query(facts: Iterable[Fact]) -> set[str]:
    """The names that facts want in the query string, whatever they hold: `if request.GET.get("q"):`."""
    return {_named(fact.left) for fact in facts if fact.operator == "truthy" and fact.holds} - {""}


def of_first_choice(endpoint: Endpoint) -> tuple[Fact, ...]:
    """Where a view goes by a word of the query string: what holds of it where the view first asks the database."""
    for query in endpoint.queries:
        chosen = tuple(
            fact for fact in query.facts if _named(fact.left) and (_words(fact) or _asks_absence(fact))
        )
        if any(fact.operator in ("==", "in") and fact.holds for fact in chosen):
            return tuple(fact for fact in chosen if fact.operator != "truthy")
    return ()


def _named(origin: Origin) -> str:
    return origin.path[0] if origin.kind == "query" and len(origin.path) == 1 else ""


def _asks_absence(fact: Fact) -> bool:
    none = fact.operator == "==" and fact.right is not None and fact.right.kind == "constant"
    if none and fact.right is not None and fact.right.value is None:
        return fact.holds
    return fact.operator == "truthy" and not fact.holds


def _words(fact: Fact) -> tuple[Any, ...]:
    """The constants that the left side is compared with."""
    right = fact.right if fact.operator in ("==", "in") else None
    return tuple(_constants(right)) if right is not None else ()


def _constants(origin: Origin) -> Iterator[Any]:
    for one in origin.inputs if origin.operation in ("list", "set", "tuple") else (origin,):
        if one.kind == "constant" and one.value is not None:
            yield one.value
