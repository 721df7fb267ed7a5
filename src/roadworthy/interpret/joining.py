"""Several values that may be the one: which of them stay apart, and under which conditions."""

from __future__ import annotations

from collections.abc import Sequence

from roadworthy.interpret.context import Condition
from roadworthy.interpret.values import UNKNOWN, Choice, Constant, Value

# Alternatives of one value; more than these are never told apart by a pattern.
MAX_ALTERNATIVES = 8
# What a handler leaves in a list of the whole process (`jobs.push(...)`) adds up with every handler that is run.
_MOST_COMPARED = 64


def _shared(some: tuple[Condition, ...], others: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """The conditions that are among both."""
    if not some or not others or some is others:
        return some if others else ()
    known = set(others)
    return tuple(condition for condition in some if condition in known)


def choice(alternatives: Sequence[tuple[Value, tuple[Condition, ...]]]) -> Value:
    """One value for several: those that are the same once, with the conditions that they have in common."""
    seen: dict[object, tuple[Value, tuple[Condition, ...]]] = {}
    for value, conditions in alternatives:
        key = ("constant", value.value) if isinstance(value, Constant) else value.known_by()
        if key in seen and _another_way(value, seen[key][1], conditions):
            key = (key, len(seen))
        if key in seen:
            seen[key] = (value, _shared(seen[key][1], conditions))
        else:
            seen[key] = (value, conditions)
    kept = list(seen.values())
    if len(kept) > MAX_ALTERNATIVES:
        kept = _met(kept[:_MOST_COMPARED])[:MAX_ALTERNATIVES]
    if not kept:
        return UNKNOWN
    return kept[0][0] if len(kept) == 1 else Choice(tuple(kept))


def flat_choice(alternatives: Sequence[tuple[Value, tuple[Condition, ...]]]) -> Value:
    """One value for several, each of which may be one of several itself."""
    if len(alternatives) == 1 and not isinstance(alternatives[0][0], Choice):
        return alternatives[0][0]
    flat: list[tuple[Value, tuple[Condition, ...]]] = []
    for value, conditions in alternatives:
        if isinstance(value, Choice):
            flat.extend((inner, (*conditions, *own)) for inner, own in value.alternatives)
        else:
            flat.append((value, conditions))
    return choice(flat)


def _another_way(value: Value, some: tuple[Condition, ...], others: tuple[Condition, ...]) -> bool:
    """Whether a yes or a no has two reasons (`if user.is_admin: return True` and, further down, `if user.is_staff: return
    True`): what holds after it is one of them, which is more than what they have in common."""
    decided = isinstance(value, Constant) and isinstance(value.value, bool)
    return decided and bool(some) and bool(others) and some != others


def _met(many: list[tuple[Value, tuple[Condition, ...]]]) -> list[tuple[Value, tuple[Condition, ...]]]:
    """Fewer alternatives that say the same, where values can stand for each other: questions that differ by filters."""
    kept: list[tuple[Value, tuple[Condition, ...]]] = []
    for value, conditions in many:
        for position, (other, own) in enumerate(kept):
            both = other.meets(value)
            if both is not None:
                kept[position] = (both, _shared(own, conditions))
                break
        else:
            kept.append((value, conditions))
    return kept


def is_whole(owner: Value, given: Value) -> bool:
    """Whether what stands for a part that is not known is all of the owner itself: a row, where one of its columns is meant."""
    one, other = (each.values() if isinstance(each, Choice) else [each] for each in (owner, given))
    return {id(value) for value in other} <= {id(value) for value in one if value is not UNKNOWN}
