"""Exceptions that leave a view of Python's web frameworks, and the handlers that an app registers for them."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.frameworks.events import AnswerSeen
from roadworthy.interpret import Choice, ClassValue, External, Instance, Value
from roadworthy.interpret.trace import Raised


def raised_answers(
    events: list[object], answer: Callable[[Raised, Value], AnswerSeen | None]
) -> list[object]:
    """The events with an answer after every exception that a client gets to see. `answer` tells what one of them becomes,
    None when nobody sees it."""
    found: list[object] = []
    for event in events:
        found.append(event)
        if isinstance(event, Raised):
            for value in event.value.values() if isinstance(event.value, Choice) else [event.value]:
                made = answer(event, value) if not _cannot_be(value) else None
                found += [made] if made is not None else []
    return found


def _cannot_be(value: Value) -> bool:
    """An assert states what the author holds to be impossible."""
    return isinstance(value, External) and value.path == "AssertionError()"


def kinds_of(value: Value) -> list[object]:
    """An exception's class and all that it inherits from, the nearest first; empty for a library's."""
    if isinstance(value, Instance):
        return [value.kind, *value.kind.ancestors()]
    return [value, *value.ancestors()] if isinstance(value, ClassValue) else []


def paths_of(value: Value) -> set[str]:
    """The library classes that an exception is, or inherits from."""
    paths = {kind.path for kind in kinds_of(value) if isinstance(kind, External)}
    return paths | {value.path.removesuffix("()")} if isinstance(value, External) else paths
