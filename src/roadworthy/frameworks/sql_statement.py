"""SQL written as text in a call of a driver: which table, rows and columns a statement is about.

The text is read by sqlglot, with placeholders for the values that are bound to it; what was put into the text itself
(`"... where id = " + id`) is kept as a filter with the operator `sql`, because nothing quotes it.
"""

from __future__ import annotations

import logging
import re

from roadworthy.frameworks.events import FilterSeen, QuerySeen, WriteSeen, one_of
from roadworthy.frameworks.sql_clauses import without_clauses
from roadworthy.frameworks.sql_records import put, put_whole
from roadworthy.frameworks.sql_text import HOLE, SqlText
from roadworthy.interpret import Constant, Derived, ListValue, Unknown, Value
from roadworthy.regex import regex

# A statement that it cannot read is kept as text; sqlglot would say so on the terminal.
logging.getLogger("sqlglot").setLevel(logging.ERROR)

SPLICED = "sql"
_SIGNS = {
    "EQ": "=",
    "NEQ": "!=",
    "GT": ">",
    "GTE": ">=",
    "LT": "<",
    "LTE": "<=",
    "Like": "like",
    "ILike": "ilike",
}


_CALLS = regex(r"\s*call\s", re.I)


def describe(seen: QuerySeen, sql: SqlText) -> QuerySeen:
    """Puts what the statement says into a query; one that cannot be read stays raw with its text."""
    from sqlglot import errors, exp, parse_one

    seen.sql = re.sub(rf"{HOLE}\d+", "?", sql.text).strip()
    seen.filters = [FilterSeen("", SPLICED, value) for value in sql.spliced]
    if _CALLS.match(sql.text) or put_whole(seen, sql.text, sql.values):
        return seen
    tree = None
    for text in dict.fromkeys((_told_apart(sql), without_clauses(_told_apart(sql)))):
        try:
            tree = parse_one(text, read="mysql" if _OF_MYSQL.search(text) else "postgres")
        except (errors.SqlglotError, RecursionError):
            continue
        break
    if tree is not None and isinstance(tree, (exp.Select, exp.Insert, exp.Update, exp.Delete, exp.Union)):
        _Reading(seen, sql).statement(tree)
    return seen


_OF_MYSQL = regex(r"`|\bINSERT\s+IGNORE\b|\bON\s+DUPLICATE\s+KEY\b|^\s*REPLACE\s+INTO\b", re.I)
_SPLICE = regex(r"rw_spliced(?!\w)")
_NAMED_SPLICE = regex(r"rw_spliced_(\d+)")


def _told_apart(sql: SqlText) -> str:
    """The statement with each value that is part of its text under a number of its own, where the numbers agree; SQLite's names
    of columns in single quotes are names."""
    text = re.sub(r"(?i)^(\s*INSERT\s+INTO\s+\S+\s*\()([^()]*)(\)\s*VALUES)", _unquoted, sql.text)
    if len(_SPLICE.findall(text)) != len(sql.spliced):
        return text
    numbers = iter(range(len(sql.spliced)))
    return _SPLICE.sub(lambda _: f"rw_spliced_{next(numbers)}", text)


def _unquoted(match: re.Match[str]) -> str:
    return match.group(1) + match.group(2).replace("'", '"') + match.group(3)


class _Reading:
    """Reads one statement."""

    def __init__(self, seen: QuerySeen, sql: SqlText) -> None:
        self.seen, self.values, self.spliced = seen, sql.values, sql.spliced
        self.optional = {id(value) for value in sql.optional}
        self.aliases: dict[str, str] = {}

    def statement(self, tree) -> None:  # type: ignore[no-untyped-def]
        """A select, insert, update or delete, by sqlglot's tree."""
        from sqlglot import exp

        if isinstance(tree, exp.Union):
            tree = tree.find(exp.Select)
        named = {one.alias for one in tree.find_all(exp.CTE)}
        tables = [one for one in tree.find_all(exp.Table) if one.name not in named]
        self.aliases = {table.alias_or_name: table.name for table in tables}
        main = tree.args.get("from_") or tree.args.get("from") or tree.args.get("this")
        first = main.find(exp.Table) if main is not None and hasattr(main, "find") else None
        chosen = first if first in tables else (tables[0] if tables else None)
        # A table whose name is put into the text is none that is known.
        self.seen.table = chosen.name if chosen is not None and "rw_spliced" not in chosen.name else ""
        kind = {exp.Insert: "insert", exp.Update: "update", exp.Delete: "delete"}.get(type(tree), "select")
        self.seen.operation = kind
        getattr(self, f"_{kind}")(tree)
        self._returned(tree.args.get("returning"))
        where = tree.args.get("where")
        if where is not None:
            self._condition(where.this, False)

    def _select(self, tree) -> None:  # type: ignore[no-untyped-def]
        from sqlglot import exp

        columns = [
            one.alias_or_name or one.sql() for one in tree.expressions if not isinstance(one, exp.Star)
        ]
        counted = len(tree.expressions) == 1 and tree.expressions[0].find(exp.Count) is not None
        self.seen.columns = ["count(*)"] if counted else columns
        sums = [
            one.find(exp.AggFunc) is not None and one.find(exp.Window) is None for one in tree.expressions
        ]
        self.seen.grouped = tree.args.get("group") is not None or (bool(sums) and all(sums))
        columns_of = tree.args["group"].find_all(exp.Column) if tree.args.get("group") is not None else ()
        self.seen.groups = [(self.aliases.get(one.table, self.seen.table), one.name) for one in columns_of]
        limit = tree.args.get("limit")
        if limit is not None:
            self.seen.limit = self._value(limit.expression)
        order = tree.args.get("order")
        for item in order.expressions if order is not None else ():
            column = item.find(exp.Column)
            if column is not None:
                self.seen.order.append((column.name, bool(item.args.get("desc"))))
        self.seen.lock = bool(tree.args.get("locks"))
        for join in tree.args.get("joins") or ():
            self._join(join)

    def _returned(self, clause) -> None:  # type: ignore[no-untyped-def]
        """`RETURNING id, name`: of a row that was written, no more than that comes back."""
        from sqlglot import exp

        told = clause.expressions if clause is not None else ()
        if not any(isinstance(one, exp.Star) for one in told):
            self.seen.columns += [one.alias_or_name or one.sql() for one in told]

    def _join(self, join) -> None:  # type: ignore[no-untyped-def]
        from sqlglot import exp

        table = join.this.name if isinstance(join.this, exp.Table) else ""
        equal = join.args.get("on").find(exp.EQ) if join.args.get("on") is not None else None
        pair = (
            [side for side in (equal.this, equal.expression) if isinstance(side, exp.Column)] if equal else []
        )
        if table and len(pair) == 2:
            own = next((c for c in pair if self.aliases.get(c.table) == table), pair[1])
            other = pair[0] if own is pair[1] else pair[1]
            self.seen.joins.append((table, other.name, own.name))
        elif table:
            self.seen.joins.append((table, "", ""))

    def _insert(self, tree) -> None:  # type: ignore[no-untyped-def]
        from sqlglot import exp

        target = tree.this
        if isinstance(target, exp.Schema):
            names = [column.name for column in target.expressions]
            rows = tree.expression.find(exp.Tuple) if tree.expression is not None else None
            values = rows.expressions if rows is not None else []
            pairs = zip(names, values, strict=False)
            self.seen.writes += [WriteSeen(name, self._value(value)) for name, value in pairs]
        conflict = tree.args.get("conflict")
        if conflict is not None:
            keys = [key.name for key in conflict.args.get("conflict_keys") or ()]
            self.seen.conflict = ",".join(keys) or "any"
        elif tree.args.get("ignore"):
            self.seen.conflict = "any"

    def _update(self, tree) -> None:  # type: ignore[no-untyped-def]
        from sqlglot import exp

        for item in tree.expressions:
            record = self._hole(item)
            if record is not None:
                put(self.seen, record)
            if isinstance(item, exp.EQ) and isinstance(item.this, exp.Column):
                arithmetic = (
                    item.expression.find(exp.Column) is not None and self._hole(item.expression) is None
                )
                own = [c for c in item.expression.find_all(exp.Column) if not c.name.startswith(HOLE)]
                # `title = COALESCE($1, title)` keeps what there is where nothing is sent: nothing is reckoned with it.
                if isinstance(item.expression, exp.Coalesce) and item.expression.find(exp.Binary) is None:
                    own = []
                self.seen.writes.append(
                    WriteSeen(item.this.name, self._value(item.expression), arithmetic and bool(own))
                )

    def _delete(self, tree) -> None:  # type: ignore[no-untyped-def]
        """A delete has nothing but its condition."""

    # --- conditions ---------------------------------------------------------------------------------

    def _condition(self, node, optional: bool) -> None:  # type: ignore[no-untyped-def]
        from sqlglot import exp

        # sqlglot writes `NOT LIKE` and `IS NOT` so from its release 30 on, and with a Not around it before.
        if isinstance(node, exp.Not) or node.args.get("negate"):
            return
        if isinstance(node, exp.Paren):
            self._condition(node.this, optional)
        elif isinstance(node, exp.And):
            self._condition(node.this, optional)
            self._condition(node.expression, optional)
        elif isinstance(node, exp.Or):
            self._alternatives(list(node.flatten()), optional)
        elif isinstance(node, (exp.In, exp.Between, exp.Is)):
            self._special(node, optional)
        elif isinstance(node, exp.Binary):
            self._compare(node, optional)

    def _alternatives(self, ways, optional: bool) -> None:  # type: ignore[no-untyped-def]
        begun = len(self.seen.filters)
        found = []
        for way in ways:
            self._condition(way, optional)
            found.append(self.seen.filters[begun:])
            del self.seen.filters[begun:]
        self.seen.filters += one_of(found)

    def _special(self, node, optional: bool) -> None:  # type: ignore[no-untyped-def]
        from sqlglot import exp

        column = node.this.find(exp.Column)
        if column is None:
            return
        if isinstance(node, exp.Is):
            self._add(column, "is null", Constant(None), optional)
        elif isinstance(node, exp.Between):
            self._add(column, ">=", self._value(node.args["low"]), optional)
        else:
            listed = [self._value(one) for one in node.expressions]
            self._add(column, "in", listed[0] if len(listed) == 1 else ListValue(listed), optional)

    def _compare(self, node, optional: bool) -> None:  # type: ignore[no-untyped-def]
        from sqlglot import exp

        sign = _SIGNS.get(type(node).__name__)
        if sign is None:
            return
        sides = [node.this, node.expression]
        column = next(
            (s.find(exp.Column) for s in sides if self._hole(s) is None and s.find(exp.Column)), None
        )
        if column is None:
            return
        other = sides[1] if sides[0].find(exp.Column) is column else sides[0]
        called = isinstance(other, exp.Any) or (
            isinstance(other, exp.Anonymous) and other.name.lower() == "any"
        )
        self._add(column, "in" if called else sign, self._value(other), optional)

    def _add(self, column, operator: str, value: Value, optional: bool) -> None:  # type: ignore[no-untyped-def]
        table = self.aliases.get(column.table, self.seen.table)
        maybe = optional or any(id(one) in self.optional for one in (value, *value.inputs()))
        self.seen.filters.append(FilterSeen(column.name, operator, value, table, maybe))

    def _hole(self, node) -> Value | None:  # type: ignore[no-untyped-def]
        match = re.fullmatch(rf"\(?{HOLE}(\d+)\)?(::\w+)?", node.sql()) if node is not None else None
        return self.values[int(match.group(1))] if match else None

    def _value(self, node) -> Value:  # type: ignore[no-untyped-def]
        """A bound value, a constant, or what a piece of SQL computes of such."""
        from sqlglot import exp

        if node is None:
            return Unknown()
        held = self._hole(node)
        if held is not None:
            return held
        named = [int(number) for number in _NAMED_SPLICE.findall(node.sql())]
        if named:
            return Derived("template", tuple(self.spliced[number] for number in named), None)
        if "rw_spliced" in node.sql():
            return Derived("template", tuple(self.spliced), None)
        if isinstance(node, exp.Literal):
            return Constant(node.this if node.is_string else _number(node.this))
        if isinstance(node, (exp.Null, exp.Boolean)):
            return Constant(None if isinstance(node, exp.Null) else bool(node.this))
        inner = [self.values[int(n)] for n in re.findall(rf"{HOLE}(\d+)", node.sql())]
        if isinstance(node, exp.Coalesce) and node.find(exp.Binary) is None:
            return Derived("or", tuple(inner), None)  # the first that is there, as it is
        texts = [Constant(literal.this) for literal in node.find_all(exp.Literal) if literal.is_string]
        return Derived("template" if texts else "sql", (*texts[:1], *inner, *texts[1:]), None)


def _number(text: str) -> int | float:
    return int(text) if text.lstrip("-").isdigit() else float(text)
