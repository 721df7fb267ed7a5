"""What a value was computed from: the operations of a run, and the elements of the loops around them."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.origin import Origin
from roadworthy.frameworks.events import FetchSeen, QuerySeen, ServiceSeen
from roadworthy.frameworks.origins import origin_of
from roadworthy.interpret import Constant, Datum, External, ListValue, Model, Value
from roadworthy.interpret import context as places

_DEPTH = 40
# A failure that is looked at says nothing of what was asked.
_FAILURE = (".error", ".ok", ".status", ".statusText", "caught")


class Reach:
    """Everything that a value was computed from: the operations, and what tells one element from another."""

    __slots__ = ("asked", "data", "events", "external", "seen")

    def __init__(self) -> None:
        self.asked: list[Value] = []
        self.seen: set[int] = set()
        self.events: set[int] = set()
        self.data: list[Datum] = []
        self.external: list[External] = []

    def add(self, value: Value | None, *, failures: bool = True, depth: int = 0) -> None:
        """Follows one more value. Without `failures`, what only tells how an operation went is left out."""
        if value is None or id(value) in self.seen or depth > _DEPTH:
            return
        self.seen.add(id(value))
        if type(value) is Constant:
            return
        if not failures and str(getattr(value, "operation", getattr(value, "path", ""))).endswith(_FAILURE):
            return
        asked = getattr(value, "asked", None) or getattr(value, "seen", None) or getattr(value, "query", None)
        if isinstance(asked, (QuerySeen, ServiceSeen, FetchSeen)):
            self.events.add(id(asked))
        if isinstance(value, Datum):
            self.data.append(value)
        elif isinstance(value, External):
            self.external.append(value)
        for inner in value.inputs():
            self.add(inner, failures=failures, depth=depth + 1)

    def origins(self) -> Iterator[Origin]:
        """Where the values that were added come from."""
        return (origin_of(value) for value in self.asked)

    def touches(self, turn: places.Turn) -> bool:
        """Whether it depends on the element of a loop."""
        element = turn.element
        if element is None:
            return False
        if id(element) in self.seen:
            return True
        own = getattr(element, "query", None) or getattr(element, "asked", None)
        if own is not None and id(own) in self.events:
            return True
        if isinstance(element, Datum):
            return self._below(element)
        if isinstance(element, External):
            return self._part_of(element)
        if isinstance(element, Model):
            return self._within(element)
        parts = element.items if isinstance(element, ListValue) else element.inputs()
        return any(
            id(part) in self.seen
            or (isinstance(part, External) and self._part_of(part))
            or (isinstance(part, Datum) and part.path[-1:] == ("[]",) and self._below(part))
            for part in parts
            if not isinstance(part, Constant)
        )

    def _below(self, element: Datum) -> bool:
        """The same for what came with a request or was typed in: by its path."""
        length = len(element.path)
        return any(d.kind == element.kind and d.path[:length] == element.path for d in self.data)

    def _part_of(self, element: External) -> bool:
        """The same for a library's own list (the rows of a workbook): each part of it is a new value."""
        return element.path.endswith("[]") and any(
            one.arguments is element.arguments and one.path.startswith(element.path) for one in self.external
        )

    def _within(self, element: Value) -> bool:
        """The same for an element of a parsed request: by where its parts come from."""
        whole = origin_of(element)
        length = len(whole.path)
        if whole.path[-1:] != ("[]",):
            return False
        return any(
            leaf.kind == whole.kind and leaf.path[:length] == whole.path
            for origin in self.origins()
            for leaf in origin.leaves()
        )
