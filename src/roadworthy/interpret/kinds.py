"""`value instanceof Kind`: which of several values is of a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.interpret.containers import ListValue, ObjectValue
from roadworthy.interpret.values import Choice, Constant, Derived, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run


def instance_of(run: Run, value: Value, kind: Value, node: form.Node) -> Value:
    """Whether a value is of a kind. Of several (`const access = await require(...)`: a refusal, or what was found), each by
    itself, with what led to it: whoever goes on knows that it was none of the refusals."""
    if isinstance(value, Choice):
        return run.join([(instance_of(run, one, kind, node), ways) for one, ways in value.alternatives])
    custom = getattr(value, "operate", None)
    told = custom(run, "instanceof", (value, kind), node) if custom is not None else None
    if isinstance(told, Value):
        return told
    plain = isinstance(value, (Constant, ObjectValue, ListValue)) and not _is_plain(kind)
    return Constant(False, node) if plain else Derived("instanceof", (value, kind), node)


def _is_plain(kind: Value) -> bool:
    """Whether records and lists as they are written are of it."""
    return getattr(kind, "path", "") in ("Object", "Array", "")
