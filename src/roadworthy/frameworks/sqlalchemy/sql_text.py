"""SQL written as text: `text("select ... where id = :id")`."""

from __future__ import annotations

import re

from roadworthy.app.origin import Origin
from roadworthy.frameworks.events import FilterSeen, QuerySeen
from roadworthy.frameworks.origins import origin_of
from roadworthy.frameworks.python_sql.text import statement
from roadworthy.frameworks.sql_statement import describe
from roadworthy.interpret import Args, Constant, Derived, Model, ObjectValue, Run, Value
from roadworthy.languages import form
from roadworthy.regex import regex

_TABLE = regex(r"\b(?:from|into|update|join)\s+[\"`]?([A-Za-z_][\w.]*)", re.I)
_BOUND = regex(r"([A-Za-z_][\w.]*)\s*(=|!=|<>|<=|>=|<|>|ilike|like|in)\s*\(?\s*(?::(\w+)|\?)", re.I)
SPLICED = "sql"
"""Operator of a filter whose value is a piece of the SQL itself: nothing quotes it."""


class SqlText(Model):
    """A statement as text. `spliced` are the values that were put into it by formatting; `made` is the value that it was made of."""

    __slots__ = ("bound", "made", "node", "spliced", "sql")

    def __init__(
        self, sql: str, spliced: list[Value], node: form.Node | None = None, made: Value | None = None
    ) -> None:
        self.sql, self.spliced, self.node, self.made = sql, spliced, node, made
        self.bound: dict[str, Value] = {}

    @property
    def table(self) -> str:
        """The first table it names, '' for none."""
        found = _TABLE.search(self.sql)
        return found.group(1).rsplit(".", 1)[-1] if found else ""

    def filters(self, run: Run, params: Value | None, node: form.Node) -> list[FilterSeen]:
        """`column = :name` with the values bound to the names, and what was spliced in."""
        optional = bool(re.search(r"\bor\b", self.sql, re.I))
        found = []
        for column, operator, name in _BOUND.findall(self.sql):
            value = self._value(run, name, params, node) if name else None
            if value is not None:
                sign = operator.lower().replace("<>", "!=")
                found.append(FilterSeen(column.rsplit(".", 1)[-1], sign, value, self.table, optional))
        return found + [FilterSeen("", SPLICED, value, self.table) for value in self.spliced]

    def describe(self, seen: QuerySeen, run: Run, params: Value | None, node: form.Node) -> QuerySeen:
        """Puts what the statement says into a query; one that cannot be read stays raw, with what it compares."""
        bound = ObjectValue({**params.fields, **self.bound}) if isinstance(params, ObjectValue) else params
        if self.made is not None:
            describe(
                seen, statement(self.made, ObjectValue(self.bound) if bound is None else bound, run, node)
            )
        seen.sql, seen.lock = self.sql, "for update" in self.sql.lower()
        if seen.operation == "raw":
            seen.table, seen.filters = self.table, self.filters(run, params, node)
        return seen

    def _value(self, run: Run, name: str, params: Value | None, node: form.Node) -> Value | None:
        if name in self.bound:
            return self.bound[name]
        if isinstance(params, ObjectValue):
            return params.fields.get(name)
        return params.member(run, name, node) if params is not None else None

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        self.bound.update(args.keywords if name == "bindparams" else {})
        return self

    def inputs(self) -> tuple[Value, ...]:
        return tuple(self.spliced)

    def origin(self, depth: int) -> Origin:
        """SQL made from text and values."""
        inputs = tuple(origin_of(value, depth + 1) for value in self.spliced)
        return Origin("computed", operation="sql", inputs=inputs)


def of_value(value: Value | None) -> SqlText:
    """The text of whatever is executed as SQL."""
    if isinstance(value, SqlText):
        return value
    if isinstance(value, Constant):
        return SqlText(str(value.value or ""), [], value.node, value)
    if isinstance(value, Derived) and value.operation in ("template", "+", "%", "format"):
        pieces = [_piece(part) for part in value.operands]
        spliced = [held for _, values in pieces for held in values]
        return SqlText("".join(text for text, _ in pieces), spliced, value.node, value)
    return SqlText("", [value] if value is not None else [])


def _piece(part: Value) -> tuple[str, list[Value]]:
    if isinstance(part, Constant):
        return str(part.value), []
    if isinstance(part, Derived) and part.operation in ("template", "+", "%", "format"):
        inner = of_value(part)
        return inner.sql, inner.spliced
    return "?", [part]
