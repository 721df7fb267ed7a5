"""Rows that a serializer found by the keys which it was sent: REST framework puts the row itself among the validated data (its guide,
"Serializer relations", `PrimaryKeyRelatedField`)."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.frameworks.django.orm import Orm
from roadworthy.frameworks.django.tables import DjangoTable
from roadworthy.frameworks.events import FilterSeen
from roadworthy.frameworks.pydantic import Body
from roadworthy.frameworks.zod import Parsed, Schema
from roadworthy.interpret import Args, ClassValue, Run, Value
from roadworthy.languages import form


class ValidatedData(Body):
    """What a serializer was sent, after its rules. `others` are the tables that its fields choose rows of."""

    __slots__ = ("orm", "others", "rows")

    def __init__(
        self,
        kind: ClassValue,
        schema: Schema,
        subject: Value,
        orm: Orm,
        others: Callable[[], dict[str, DjangoTable]],
    ) -> None:
        super().__init__(kind, schema, (), subject)
        self.orm, self.others = orm, others
        self.rows: dict[str, ChosenRow] = {}

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        found = super().member(run, name, node)
        if type(found) is not Parsed or name in self.extra:
            return found
        other = self.others().get(name)
        if other is None:
            return found
        if name not in self.rows:
            self.rows[name] = ChosenRow(found, self.orm, other)
        return self.rows[name]


class ChosenRow(Parsed):
    """One such row. It is the key that was sent until something of it is asked, which is when it is read here: what was only handed on was
    asked for nothing else."""

    __slots__ = ("key", "orm", "row", "table")

    def __init__(self, key: Parsed, orm: Orm, table: DjangoTable) -> None:
        super().__init__(key.schema, key.path, key.subject)
        self.key, self.orm, self.table = key, orm, table
        self.row: Value | None = None

    def as_key(self) -> Value:
        """The key that was sent."""
        return self.key

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in ("pk", "id", self.table.key):
            return self.key
        return self._read(run, node).member(run, name, node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        self._read(run, run.place or form.NOWHERE).set_member(run, name, value)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return run.call_member(self._read(run, node), name, args, node)

    def _read(self, run: Run, node: form.Node) -> Value:
        from roadworthy.frameworks.django.querysets import read

        if self.row is None:
            self.row = read(
                run,
                self.orm,
                self.table,
                [FilterSeen(self.table.key, "=", self.key, self.table.name)],
                node,
                one=True,
            )
        return self.row
