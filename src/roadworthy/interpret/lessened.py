"""Records less some of their fields: `const { a, ...rest } = record`, `delete record.a`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.interpret.containers import ObjectValue
from roadworthy.interpret.values import Constant, Derived, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.context import Args
    from roadworthy.interpret.run import Run


# What any value has that is waited for; who waits gets the record as it is now.
_WAITING = ("then", "catch", "finally")


class Lessened(Derived):
    """What it is less of answers for the fields that are left."""

    __slots__ = ("keys", "record")

    def __init__(self, record: Value, keys: set[str], node: form.Node) -> None:
        self.record: Value = record.record if isinstance(record, Lessened) else record
        self.keys: set[str] = keys | record.keys if isinstance(record, Lessened) else keys
        super().__init__("omit " + " ".join(sorted(self.keys)), (self.record,), node)

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Constant(None, node) if name in self.keys else self.record.member(run, name, node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in self.keys or name in _WAITING:
            return None
        made = self.record.call_member(run, name, args, node)
        return self if made is self.record else made

    def set_member(self, run: Run, name: str, value: Value) -> None:
        self.record.set_member(run, name, value)


def without(value: Value, keys: set[str], node: form.Node) -> Value:
    """A record less some of its fields."""
    if isinstance(value, ObjectValue):
        fields = {key: field for key, field in value.fields.items() if key not in keys}
        spreads = [without(spread, keys, node) for spread in value.spreads]
        return ObjectValue(fields, spreads, node)
    # `const { ...copy } = row` is a copy: what is set on it is not set on the row.
    return Lessened(value, keys, node) if keys else ObjectValue({}, [value], node)
