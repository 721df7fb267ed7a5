"""What drivers give for a statement."""

from __future__ import annotations

import re

from roadworthy.frameworks.events import QuerySeen
from roadworthy.frameworks.rows import Row, Rows, emit_query
from roadworthy.frameworks.sql_spelling import spelled
from roadworthy.frameworks.sql_statement import describe
from roadworthy.frameworks.sql_text import SqlText
from roadworthy.interpret import (
    Args,
    Choice,
    Closure,
    Constant,
    Derived,
    Model,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.interpret.context import Condition
from roadworthy.languages import form
from roadworthy.regex import regex


def ask(run: Run, sql: SqlText, node: form.Node, library: str, transaction: str = "") -> QuerySeen:
    """Emits a statement; BEGIN, COMMIT and the like are none."""
    context = run.context.changed(transaction=transaction) if transaction else run.context
    seen = describe(QuerySeen("raw", "", run.module, node, context, library=library), sql)
    return emit_query(run, seen)


def is_control(sql: SqlText) -> str:
    """'begin', 'end' or '' for a statement that is no query."""
    word = sql.text.strip().split(" ")[0].rstrip(";").upper()
    if word in ("BEGIN", "START"):
        return "begin"
    return "end" if word in ("COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET", "END") else ""


def rows_of(seen: QuerySeen) -> Rows:
    """The rows of a statement."""
    row = Row(seen, seen.table)
    if seen.columns == ["count(*)"]:
        return Rows(seen, Counted(seen))
    return Rows(seen, row)


class Counted(Row):
    """The one row of `select count(*)`: whatever it is called, it holds the number of rows."""

    __slots__ = ()

    def __init__(self, seen: QuerySeen) -> None:
        super().__init__(seen, seen.table)

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Derived("count", (Rows(self.query, Row(self.query, self.table)),), node)


class Result(Model):
    """node-postgres' result: `rows`, `rowCount`. mysql2's is a list of rows and fields, and of what was changed."""

    __slots__ = ("seen",)

    def __init__(self, seen: QuerySeen) -> None:
        self.seen = seen

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in ("rowCount", "affectedRows", "changes", "length"):
            return Derived("count", (rows_of(self.seen),), node)
        if name in ("insertId", "lastInsertRowid", "lastID"):
            return Row(self.seen, self.seen.table, ("id",))
        return rows_of(self.seen) if name == "rows" else rows_of(self.seen).member(run, name, node)

    def index(self, run: Run, key: Value, node: form.Node) -> Value:
        if isinstance(key, Constant) and key.value == 0:
            return MySqlRows(self.seen)
        return Unknown() if isinstance(key, Constant) and key.value == 1 else super().index(run, key, node)

    def element(self, run: Run) -> Value:
        return rows_of(self.seen).element(run)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return rows_of(self.seen).call_member(run, name, args, node)

    def origin(self, depth: int):  # type: ignore[no-untyped-def]
        """All that was read."""
        return rows_of(self.seen).origin(depth)

    def truth(self) -> bool | None:
        return None

    def called_back(self) -> Value:
        """What an old-style callback is given: of MySQL's drivers the rows themselves."""
        return MySqlRows(self.seen) if self.seen.library == "mysql2" else self


class MySqlRows(Rows):
    """The first part of mysql2's answer: rows, or what a change did."""

    __slots__ = ()

    def __init__(self, seen: QuerySeen) -> None:
        super().__init__(seen, rows_of(seen).row)

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in ("affectedRows", "changedRows", "insertId"):
            return Result(self.query).member(run, name, node)
        return super().member(run, name, node)


def called_back(run: Run, args: Args, result: Value, node: form.Node) -> Value:
    """Old style: the last argument is called with (error, result)."""
    last = args.positional[-1] if args.positional else None
    if isinstance(last, Closure):
        handed = result.called_back() if isinstance(result, Result) else result
        with run.branch():
            run.call(last, Args([Constant(None), handed]), node)
    return result


def bound(args: Args) -> Value | None:
    """The values given beside a statement."""
    given = args.get(1)
    if isinstance(given, Closure) or given is None:
        first = args.get(0)
        return first.fields.get("values") if isinstance(first, ObjectValue) else None
    return given


def text_of(args: Args) -> Value | None:
    """The statement: the first argument, or its `text` or `sql`."""
    first = args.get(0)
    if isinstance(first, ObjectValue):
        return first.fields.get("text") or first.fields.get("sql")
    return first


_STATEMENT = regex(r"\s*(select|insert|update|delete|with)\b", re.I)
# More ways than this are a text put together piece by piece.
_WAYS = 4


def statements(
    text: Value | None, values: Value | None
) -> list[tuple[Value | None, Value | None, tuple[Condition, ...]]]:
    """The statements that a text may be (`if (photo) { sql = ...; values = ... } else { ... }`), each with the values that go with
    it and the conditions under which it is the one; one where it is no choice of whole statements."""
    ways = text.alternatives if isinstance(text, Choice) else ()
    whole = [(way, held) for way, held in ways if _STATEMENT.match(spelled(way)[0])]
    if not 1 < len(whole) <= _WAYS or len(whole) + sum(map(_is_unset, ways)) < len(ways):
        return [(text, values, ())]
    return [(way, _going_with(values, held), held) for way, held in whole]


def _is_unset(way: tuple[Value, tuple[Condition, ...]]) -> bool:
    """`let sql;`, before it is given."""
    return isinstance(way[0], Constant) and not way[0].value


def _going_with(values: Value | None, conditions: tuple[Condition, ...]) -> Value | None:
    """The values that are the ones under the same conditions."""
    if not isinstance(values, Choice):
        return values
    wanted = {(id(one.value), one.truth) for one in conditions}
    same = [
        value
        for value, held in values.alternatives
        if wanted and {(id(one.value), one.truth) for one in held} == wanted
    ]
    return same[0] if len(same) == 1 else values
