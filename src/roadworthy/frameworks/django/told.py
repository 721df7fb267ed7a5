"""Numbers and answers that the database computes of rows, which it does not hand over."""

from __future__ import annotations

from roadworthy.app.origin import Origin
from roadworthy.frameworks.events import QuerySeen
from roadworthy.interpret import Model


class Told(Model):
    """A number that the database computed."""

    __slots__ = ("name", "seen")

    def __init__(self, seen: QuerySeen, name: str) -> None:
        self.seen, self.name = seen, name

    def truth(self) -> bool | None:
        return None

    def origin(self, depth: int) -> Origin:
        """A computed part of what was read."""
        return Origin("row", (self.name,), table=self.seen.table, query=self.seen.number)
