"""The SQL that proofs write, as what MongoDB is asked: documents of one collection are rows, their fields columns.

Proofs look into one table at a time, by comparisons with values; that much is understood, and whatever goes beyond is refused.
"""

from __future__ import annotations

import datetime as dates
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec
import sqlglot
from bson import ObjectId
from sqlglot import exp

from roadworthy.errors import TrialUnavailable
from roadworthy.regex import regex

_HOLE = "rw_value_"
_SIGNS: dict[type[exp.Expression], str] = {
    exp.NEQ: "$ne",
    exp.GT: "$gt",
    exp.GTE: "$gte",
    exp.LT: "$lt",
    exp.LTE: "$lte",
}
_SUMS = {"Sum": "$sum", "Max": "$max", "Min": "$min"}
_HEX = regex(r"[0-9a-f]{24}")


class Joined(msgspec.Struct, frozen=True):
    """A text made of pieces: texts, and the names of fields whose values stand there."""

    parts: tuple[tuple[str, str], ...]

    def of(self, document: Mapping[str, Any]) -> str:
        """The text for one document."""
        return "".join(part if kind == "text" else str(document.get(part)) for kind, part in self.parts)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """`kind` is select, update or delete; `counted` names the column of a count, `reckoned` (operator, field, column) a sum."""

    kind: str
    collection: str
    condition: dict[str, Any] = {}
    fields: tuple[tuple[str, str], ...] = ()
    order: tuple[tuple[str, int], ...] = ()
    skip: int = 0
    limit: int = 0
    counted: str = ""
    reckoned: tuple[str, str, str] | None = None
    changes: dict[str, Any] = {}

    def shown(self) -> str:
        """As a line for mongosh."""
        place = f"db.getCollection({self.collection!r})"
        condition = written(self.condition)
        if self.kind == "update":
            made = f"{{$set: {written(self.changes)}}}"
            reckoned = any(isinstance(value, Joined) for value in self.changes.values())
            return f"{place}.updateMany({condition}, {f'[{made}]' if reckoned else made})"
        if self.kind == "delete":
            return f"{place}.deleteMany({condition})"
        if self.counted:
            return f"{place}.countDocuments({condition})"
        line = f"{place}.find({condition})"
        line += f".sort({written(dict(self.order))})" if self.order else ""
        return line + (f".limit({self.limit})" if self.limit else "")


def written(value: Any) -> str:
    """A value as mongosh reads it."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name!r}: {written(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(written(one) for one in value) + "]"
    if isinstance(value, Joined):
        pieces = [{"$toString": f"${part}"} if kind == "field" else part for kind, part in value.parts]
        return written({"$concat": pieces})
    if isinstance(value, ObjectId):
        return f"ObjectId('{value}')"
    if isinstance(value, dates.datetime):
        return f"ISODate('{value.isoformat()}')"
    return (
        {True: "true", False: "false", None: "null"}.get(value, repr(value))
        if not isinstance(value, list)
        else ""
    )


def read(sql: str, params: Sequence[Any]) -> Asked:
    """What a statement asks. Raises TrialUnavailable for one that asks more than is understood."""
    holes = iter(range(len(params)))
    text = re.sub(r"%%|%s", lambda found: "%" if found[0] == "%%" else f"{_HOLE}{next(holes)}", sql)
    try:
        tree = sqlglot.parse_one(text, read="postgres")
    except sqlglot.errors.SqlglotError as error:
        raise _beyond(sql) from error
    reading = _Reading(sql, params)
    if isinstance(tree, exp.Select):
        return reading.select(tree)
    if isinstance(tree, exp.Update):
        return reading.update(tree)
    if isinstance(tree, exp.Delete):
        where = tree.args.get("where")
        return Asked(kind="delete", collection=reading.collection(tree), condition=reading.condition(where))
    raise _beyond(sql)


def _beyond(sql: str) -> TrialUnavailable:
    return TrialUnavailable(f"MongoDB is not asked this by a trial: {' '.join(sql.split())[:80]}")


class _Reading:
    def __init__(self, sql: str, params: Sequence[Any]) -> None:
        self._sql, self._params = sql, params

    def collection(self, tree: exp.Expression) -> str:
        tables = list(tree.find_all(exp.Table))
        if len(tables) != 1:
            raise _beyond(self._sql)
        return tables[0].name

    def select(self, tree: exp.Select) -> Asked:
        if any(tree.args.get(name) for name in ("group", "joins", "having", "distinct", "with")):
            raise _beyond(self._sql)
        return Asked(
            kind="select",
            collection=self.collection(tree),
            condition=self.condition(tree.args.get("where")),
            order=tuple(self._order(tree.args.get("order"))),
            skip=self._number(tree.args.get("offset")),
            limit=self._number(tree.args.get("limit")),
            **self._wanted(tree.expressions),
        )

    def update(self, tree: exp.Update) -> Asked:
        changes = {}
        for one in tree.expressions:
            if not isinstance(one, exp.EQ):
                raise _beyond(self._sql)
            pieces = isinstance(one.expression, exp.DPipe)
            value = self._joined(one.expression) if pieces else self._value(one.expression)
            changes[self._name(one.this)] = value
        condition = self.condition(tree.args.get("where"))
        return Asked(kind="update", collection=self.collection(tree), condition=condition, changes=changes)

    def _joined(self, node: exp.Expression) -> Joined:
        if isinstance(node, exp.DPipe):
            return Joined((*self._joined(node.this).parts, *self._joined(node.expression).parts))
        own = isinstance(node, exp.Column) and not node.name.startswith(_HOLE)
        return Joined((("field", node.name) if own else ("text", str(self._value(node))),))

    def _wanted(self, expressions: list[exp.Expression]) -> dict[str, Any]:
        """Which columns come out, or what is reckoned of them."""
        alias = expressions[0].alias_or_name if expressions else ""
        inner: Any = expressions[0].unalias() if expressions else None
        while isinstance(inner, exp.Coalesce | exp.Paren):
            inner = inner.this
        if isinstance(inner, exp.Count):
            return {"counted": alias}
        if type(inner).__name__ in _SUMS:
            return {"reckoned": (_SUMS[type(inner).__name__], self._name(inner.this), alias)}
        if isinstance(inner, exp.Star):
            return {}
        return {"fields": tuple((self._name(one.unalias()), one.alias_or_name) for one in expressions)}

    def _order(self, order: exp.Expression | None) -> list[tuple[str, int]]:
        parts = order.expressions if order is not None else []
        return [(self._name(one.this), -1 if one.args.get("desc") else 1) for one in parts]

    def _number(self, part: exp.Expression | None) -> int:
        return int(self._value(part.expression)) if part is not None else 0

    def condition(self, node: exp.Expression | None) -> dict[str, Any]:
        """A WHERE as a filter."""
        if node is None or (isinstance(node, exp.Boolean) and node.this):
            return {}
        if isinstance(node, exp.Where | exp.Paren):
            return self.condition(node.this)
        if isinstance(node, exp.And | exp.Or):
            sides = [self.condition(node.this), self.condition(node.expression)]
            return {"$and" if isinstance(node, exp.And) else "$or": sides}
        if isinstance(node, exp.Not):
            return {"$nor": [self.condition(node.this)]}
        # sqlglot writes `NOT LIKE` and `IS NOT` so from its release 30 on, and with a Not around it before.
        found = {self._name(node.this): None} if isinstance(node, exp.Is) else self._comparison(node)
        return {"$nor": [found]} if node.args.get("negate") else found

    def _comparison(self, node: exp.Expression) -> dict[str, Any]:
        if isinstance(node, exp.In):
            values = [form for one in node.expressions for form in forms(self._value(one))]
            return {self._name(node.this): {"$in": values}}
        if isinstance(node, exp.Like | exp.ILike):
            return {self._name(node.this): {"$regex": _pattern(str(self._value(node.expression)))}}
        if isinstance(node, exp.EQ):
            value = self._value(node.expression)
            as_text = isinstance(node.this, exp.Cast)
            return {self._name(node.this): {"$in": [*forms(value), *(_numbers(value) if as_text else ())]}}
        sign = _SIGNS.get(type(node))
        if sign is None:
            raise _beyond(self._sql)
        return {self._name(node.this): {sign: self._value(node.expression)}}

    def _name(self, node: Any) -> str:
        while isinstance(node, exp.Cast | exp.Paren | exp.Lower):
            node = node.this
        if not isinstance(node, exp.Column) or node.name.startswith(_HOLE):
            raise _beyond(self._sql)
        return node.name

    def _value(self, node: exp.Expression) -> Any:
        if isinstance(node, exp.Column) and node.name.startswith(_HOLE):
            return stored(self._params[int(node.name.removeprefix(_HOLE))])
        if isinstance(node, exp.Literal):
            return node.this if node.is_string else float(node.this) if "." in node.this else int(node.this)
        if isinstance(node, exp.Boolean):
            return bool(node.this)
        if isinstance(node, exp.Null):
            return None
        raise _beyond(self._sql)


def stored(value: Any) -> Any:
    """A value as a document may hold it."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dates.date) and not isinstance(value, dates.datetime):
        return dates.datetime(value.year, value.month, value.day, tzinfo=dates.UTC)
    return value


def forms(value: Any) -> list[Any]:
    """A value, and the other way in which the same key is written: apps keep keys as they are, or as text."""
    if isinstance(value, ObjectId):
        return [value, str(value)]
    if isinstance(value, str) and _HEX.fullmatch(value):
        return [value, ObjectId(value)]
    return [value]


def _numbers(value: Any) -> list[Any]:
    """What a text may be the writing of."""
    if not isinstance(value, str):
        return []
    found: list[Any] = []
    readers: tuple[Callable[[str], Any], ...] = (int, float)
    for reads in readers:
        try:
            found.append(reads(value))
        except ValueError:
            continue
    return found


def _pattern(like: str) -> str:
    return "^" + "".join(".*" if part == "%" else re.escape(part) for part in re.split("(%)", like)) + "$"
