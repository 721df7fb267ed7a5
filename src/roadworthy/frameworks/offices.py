"""Values that are another for those who hold an office: `user.role === "admin" ? {} : { ownerId: user.id }`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from roadworthy.app.origin import Fact, Origin
from roadworthy.frameworks.origins import facts_of
from roadworthy.interpret import Choice, Condition, Value
from roadworthy.regex import regex

_OFFICE = regex(r"role|admin|staff|super_?user|moderator|permission", re.I)
# What everybody holds is no office.
_EVERYBODYS = regex(r"user|member|customer|client|guest|student|patient", re.I)


def others_ways(value: Choice) -> list[Value]:
    """What it is for those who hold no office; all of it where that cannot be told apart. Who may see every row is not who is to be
    kept from other people's."""
    ways = [one for one, conditions in value.alternatives if not _is_for_an_office(conditions)]
    return ways or value.values()


def _is_for_an_office(conditions: Iterable[Condition]) -> bool:
    return any(map(_asks_for_one, facts_of(conditions)))


def _asks_for_one(fact: Fact) -> bool:
    """Whether it holds only of a person with such a role (`user.role === "admin"`), each way of several."""
    if fact.operator == "any":
        return bool(fact.any_of) and all(any(map(_asks_for_one, way)) for way in fact.any_of)
    if not fact.holds or fact.operator not in ("==", "in") or fact.right is None:
        return False
    sides = (fact.left, fact.right)
    return any(map(_is_held, sides)) and any(map(_is_office, sides))


def _is_held(origin: Origin) -> bool:
    """Whether it is what the session, or a row, says of somebody's role."""
    leaves = origin.leaves()
    told = [leaf for leaf in leaves if leaf.kind in ("session", "row") and leaf.path]
    return any(_OFFICE.search(leaf.path[-1]) for leaf in told) and not origin.from_request


def _is_office(origin: Origin) -> bool:
    words = [leaf.value for leaf in origin.leaves()] if origin.kind == "constant" or origin.inputs else []
    return bool(words) and all(isinstance(word, str) and not _EVERYBODYS.fullmatch(word) for word in words)
