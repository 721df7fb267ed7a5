"""The conditions that a query builder was given, piece by piece."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from roadworthy.frameworks.events import FilterSeen
from roadworthy.interpret import Args, Closure, Constant, Derived, External, Run, Value

if TYPE_CHECKING:
    from roadworthy.frameworks.typeorm.builder import Builder


class Piece(Struct):
    """A condition: its text or record, whether it stands beside the ones before (`or`), whether only sometimes."""

    value: Value
    either: bool
    maybe: bool


def condition(run: Run, value: Value, outer: Builder) -> Value:
    """The text of a condition; `new Brackets((qb) => ...)` and `(qb) => ...` write theirs on a builder of their own."""
    inside = value.arguments.get(0) if isinstance(value, External) and value.arguments else value
    made = isinstance(value, External) and value.path.endswith(("Brackets()", "NotBrackets()"))
    if not isinstance(inside, Closure) or not (made or isinstance(value, Closure)):
        return value
    inner = outer.inside(run)
    given = run.call(inside, Args([inner]), inside.function)
    outer.values += inner.values
    if not inner.pieces:
        return given if isinstance(value, Closure) and given is not inner else Constant("1=1")
    parts: list[Value] = [Constant("(")]
    for number, piece in enumerate(inner.pieces):
        parts += [
            Constant((" OR (" if piece.either or piece.maybe else " AND (") if number else "("),
            piece.value,
            Constant(")"),
        ]
    return Derived("template", (*parts, Constant(")")), None)


def plain(value: Value) -> Value:
    """`IN (:...ids)` as other libraries spell it."""
    if isinstance(value, Constant) and isinstance(value.value, str):
        return Constant(value.value.replace(":...", ":"))
    if isinstance(value, Derived):
        return Derived(value.operation, tuple(map(plain, value.operands)), value.node)
    return value


def optional(one: FilterSeen) -> FilterSeen:
    """The same condition, which is asked only sometimes."""
    return FilterSeen(one.column, one.operator, one.value, one.table, True, 0, one.way)
