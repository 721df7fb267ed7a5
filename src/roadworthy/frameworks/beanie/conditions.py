"""Conditions and orders that the attributes of a class of documents make: `Order.total >= 10`, `-Order.created_at`."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.frameworks.beanie.tables import DocumentTable
from roadworthy.frameworks.events import FilterSeen, one_of
from roadworthy.frameworks.mongodb.changes import ordering
from roadworthy.frameworks.mongodb.conditions import filters_of
from roadworthy.interpret import Args, Constant, Derived, External, ListValue, Model, ObjectValue, Run, Value
from roadworthy.languages import form

_SIGNS = {"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_NAMED = {"In": "in", "NotIn": "!=", "Eq": "=", "NE": "!=", "GT": ">", "GTE": ">=", "LT": "<", "LTE": "<=",
          "RegEx": "ilike", "All": "in", "Exists": "!="}  # fmt: skip
_CHANGES = {"Set": "$set", "Inc": "$inc", "Mul": "$mul", "Push": "$push", "Pull": "$pull", "AddToSet": "$addToSet",
            "Unset": "$unset", "Min": "$min", "Max": "$max", "Pop": "$pop", "SetOnInsert": "$setOnInsert"}  # fmt: skip


class Field(Model):
    """`Order.total`: a field of all documents of a class."""

    __slots__ = ("name", "table")

    def __init__(self, table: DocumentTable, name: str) -> None:
        self.table, self.name = table, name

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Field(self.table, f"{self.name}.{'_id' if name == 'id' else name}")

    def operate(self, run: Run, operator: str, operands: tuple[Value, ...], node: form.Node) -> Value | None:
        """A comparison is a condition, a sign an order."""
        if len(operands) == 1 and operator in ("-", "neg", "+", "pos"):
            return Order(self.name, operator in ("-", "neg"))
        if operator not in _SIGNS or len(operands) != 2:
            return None
        other, sign = (
            (operands[1], operator)
            if operands[0] is self
            else (operands[0], _FLIPPED.get(operator, operator))
        )
        nothing = isinstance(other, Constant) and other.value is None and sign == "=="
        return Condition([FilterSeen(self.name, "is null" if nothing else _SIGNS[sign], other)])


class Order(Model):
    """`-Order.created_at`."""

    __slots__ = ("descending", "name")

    def __init__(self, name: str, descending: bool) -> None:
        self.name, self.descending = name, descending


class Condition(Model):
    """What a comparison of a field asks for."""

    __slots__ = ("filters",)

    def __init__(self, filters: list[FilterSeen]) -> None:
        self.filters = filters

    def truth(self) -> bool | None:
        return None


def asked(values: Iterable[Value]) -> list[FilterSeen]:
    """The filters of the arguments of a search: conditions, and MongoDB's own records."""
    found: list[FilterSeen] = []
    for value in values:
        if isinstance(value, Condition):
            found += value.filters
        elif not isinstance(value, Constant):
            found += filters_of(value)
    return found


def ordered(values: Iterable[Value]) -> list[tuple[str, bool]]:
    """The order that `sort(...)` is given."""
    found: list[tuple[str, bool]] = []
    for value in values:
        if isinstance(value, Order):
            found.append((value.name, value.descending))
        elif isinstance(value, Field):
            found.append((value.name, False))
        elif isinstance(value, ListValue) and any(isinstance(one, (Order, Field)) for one in value.items):
            found += ordered(value.items)
        else:
            found += ordering(value)
    return found


def operator(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """`In(Order.status, [...])`, `Or(a, b)`, `Set({...})` of beanie.operators."""
    name = target.path.rsplit(".", 1)[-1]
    if name in _CHANGES:
        return ObjectValue({_CHANGES[name]: by_name(args.get(0) or Constant(None))}, node=node)
    if name in ("Or", "Nor"):
        return Condition(one_of([asked([value]) for value in args.positional]))
    if name == "And":
        return Condition(asked(args.positional))
    first = args.get(0)
    if name not in _NAMED or first is None:
        return None
    column = first.name if isinstance(first, Field) else str(getattr(first, "value", ""))
    value = args.positional[1] if len(args.positional) > 1 else Constant(True)
    if name == "RegEx":
        value = Derived("template", (Constant("%"), value, Constant("%")), node)
    return Condition([FilterSeen(column, _NAMED[name], value)])


def by_name(value: Value) -> Value:
    """A record whose keys may be fields of the class (`{Order.status: "paid"}`) under their names."""
    if not isinstance(value, ObjectValue):
        return value
    spreads: list[Value] = []
    fields = dict(value.fields)
    for spread in value.spreads:
        key = (
            spread.operands[0] if isinstance(spread, Derived) and spread.operation == "computed key" else None
        )
        if isinstance(key, Field) and isinstance(spread, Derived):
            fields[key.name] = spread.operands[-1]
        else:
            spreads.append(spread)
    made = ObjectValue(fields, spreads, value.node, value.path)
    made.maybe, made.depth = value.maybe, value.depth
    return made
