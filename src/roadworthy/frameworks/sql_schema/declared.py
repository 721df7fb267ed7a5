"""Tables that SQL declares."""

from __future__ import annotations

from roadworthy.app import Table
from roadworthy.frameworks.found import TableSource


class SqlTable(TableSource):
    """A table that SQL declares."""

    def __init__(self, record: Table) -> None:
        self.symbol, self.record = record.name, record

    def table(self) -> Table:
        return self.record
