"""Whether the failure that an answer holds (`{ data, error }`) is looked at: tested, thrown or handed on."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.frameworks.events import AnswerSeen, QuerySeen
from roadworthy.interpret import Trace, Value
from roadworthy.interpret.trace import Called, Raised

_LOOKED = "looked at"
_DEPTH = 8
# Writing it down is not yet doing something about it.
_WRITTEN_DOWN = ("console.", "logger.", "log.")


def is_checked(trace: Trace, event: QuerySeen) -> bool | None:
    """Whether the run looked at the failure in the answer to a question; None where failures throw by themselves."""
    if event.checked is None or event.checked:
        return event.checked
    looked = trace.derived.get(_LOOKED)
    if not isinstance(looked, set):
        looked = trace.derived[_LOOKED] = {id(asked) for value in _looks(trace) for asked in _asked(value, 0)}
    return id(event) in looked


def _looks(trace: Trace) -> Iterator[Value]:
    yield from trace.tested
    for event in trace.events:
        if isinstance(event, Raised):
            yield event.value
        elif isinstance(event, AnswerSeen):
            yield event.body
        elif isinstance(event, Called) and not event.target.startswith(_WRITTEN_DOWN):
            yield from event.args.all()


def _asked(value: Value, depth: int) -> Iterator[object]:
    """The questions whose failure is part of a value."""
    if depth > _DEPTH:
        return
    asked = getattr(value, "asked", None)
    if asked is not None and getattr(value, "operation", "") == ".error":
        yield asked
        return
    for inner in value.inputs():
        yield from _asked(inner, depth + 1)
