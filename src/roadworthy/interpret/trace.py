"""What a run has seen: calls, reads of a request, what is thrown."""

from __future__ import annotations

from msgspec import Struct, field

from roadworthy.interpret.context import Args, Context
from roadworthy.interpret.values import Datum, Value
from roadworthy.languages import form


class Called(Struct, frozen=True):
    """A call to a library or to the platform, seen during a run."""

    target: str
    args: Args
    result: Value
    path: str
    node: form.Node
    context: Context


class ReadInput(Struct, frozen=True):
    """A part of a datum that was read."""

    datum: Datum
    path: str
    node: form.Node


class Raised(Struct, frozen=True):
    """An exception that was raised."""

    value: Value
    path: str
    node: form.Node
    context: Context


class Trace(Struct):
    """What a run saw, in order: `Called`, `Raised`, and whatever frameworks emit."""

    events: list[object] = field(default_factory=list)
    reads: list[ReadInput] = field(default_factory=list)
    derived: dict[str, object] = field(default_factory=dict)
    """What was worked out of the events, by what it is."""
    tested: list[Value] = field(default_factory=list)
    """Everything that a condition asked about."""
    counted: tuple[list[object] | None, int, int] = (None, 0, 0)
    """The events of which questions were counted, how many events that were, and how many of them questions."""
