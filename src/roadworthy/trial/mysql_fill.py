"""Realistic rows for MySQL, a thousand to a statement."""

from __future__ import annotations

import datetime as dates
import json
import math
import re
import uuid
from typing import TYPE_CHECKING, Any

import msgspec
import pymysql

from roadworthy.errors import TrialUnavailable
from roadworthy.regex import regex
from roadworthy.trial.database import StoredColumn
from roadworthy.trial.made_values import bounds, text_value
from roadworthy.trial.spans import ending

if TYPE_CHECKING:
    from roadworthy.trial.mysql_database import MysqlDatabase

# Rows a parent table gets when it has none.
PARENT_ROWS = 50
_MOST_PARENTS = 20_000
_DEEPEST = 5
_UNIQUE = """
SELECT index_name AS name, column_name AS part FROM information_schema.statistics
WHERE table_schema = database() AND table_name = %s AND non_unique = 0 AND column_name IS NOT NULL
ORDER BY index_name, seq_in_index"""
_PARENTS = """
SELECT constraint_name AS name, column_name AS part, referenced_table_name AS parent, referenced_column_name AS target
FROM information_schema.key_column_usage
WHERE table_schema = database() AND table_name = %s AND referenced_table_name IS NOT NULL
ORDER BY constraint_name, ordinal_position"""
_ALLOWED = regex(r"\bin\s*\((.*?)\)", re.IGNORECASE | re.DOTALL)
_WIDEST = {"tinyint": 100, "smallint": 1_000}
_NOW = dates.datetime(2026, 1, 1, 8, 0)


class Key(msgspec.Struct, frozen=True):
    """A foreign key: its columns, and those of the parent."""

    columns: tuple[str, ...]
    parent: str
    targets: tuple[str, ...]


class Form(msgspec.Struct, frozen=True):
    """What decides the values of a column: `place` is its own among the others, so that columns vary differently; `ends` says
    that it lies behind the moment of another column."""

    column: StoredColumn
    place: int
    unique: bool
    allowed: tuple[str, ...]
    low: float | None
    high: float | None
    ends: bool = False


class _Table:
    """What the server says of a table."""

    def __init__(self, database: MysqlDatabase, name: str) -> None:
        self.name = name
        self.columns = database.columns(name)
        if not self.columns:
            raise TrialUnavailable("no such table", where=f"table {name}")
        unique: dict[str, set[str]] = {}
        for row in database.query(_UNIQUE, (name,)):
            unique.setdefault(row["name"], set()).add(row["part"])
        self.unique = list(unique.values())
        keys: dict[str, list[dict[str, Any]]] = {}
        for row in database.query(_PARENTS, (name,)):
            keys.setdefault(row["name"], []).append(row)
        self.keys = [
            Key(tuple(r["part"] for r in rows), rows[0]["parent"], tuple(r["target"] for r in rows))
            for rows in keys.values()
        ]
        made = database.query(f"SHOW CREATE TABLE {database.quoted(name)}")[0]
        self.checks = list(checks_of(str(made["Create Table"])))
        self.ends = ending((column.name, column.type) for column in self.columns)

    def form(self, column: StoredColumn, place: int) -> Form:
        own = [check for check in self.checks if re.search(rf'"{re.escape(column.name)}"', check)]
        alone = [check for check in own if len(set(re.findall(r'"(\w+)"', check))) == 1]
        allowed = _listed(column.type) if column.type.startswith("enum") else ()
        low: float | None = None
        high: float | None = None
        for check in alone:
            inside = _ALLOWED.search(check)
            allowed = allowed or (_listed(inside[1]) if inside else ())
            low, high = bounds(check, low, high)
        unique = any(column.name in names for names in self.unique)
        return Form(column, place, unique, allowed, low, high, column.name in self.ends)


def checks_of(made: str) -> list[str]:
    """What stands in the parentheses of each CHECK of a CREATE TABLE."""
    found = []
    for start in re.finditer(r"\bCHECK\s*\(", made, re.IGNORECASE):
        depth, end = 1, start.end()
        while depth and end < len(made):
            depth += {"(": 1, ")": -1}.get(made[end], 0)
            end += 1
        found.append(made[start.end() : end - 1])
    return found


def _listed(text: str) -> tuple[str, ...]:
    return tuple(one.replace("''", "'") for one in re.findall(r"'((?:[^']|'')*)'", text))


def fill_table(database: MysqlDatabase, table: str, rows: int, fixed: dict[str, Any], depth: int = 0) -> int:
    """See `Database.fill`. Parents without rows get some first, at most five tables up."""
    if depth > _DEEPEST:
        raise TrialUnavailable(
            "its foreign keys form a circle", where=f"table {table}", remedy="pass fixed values"
        )
    known = _Table(database, table)
    before = database.count(table)
    taken = _from_parents(database, known, rows, fixed, depth)
    forms = [
        known.form(column, place)
        for place, column in enumerate(known.columns)
        if column.name not in fixed and column.name not in taken and not _left_to_default(column)
    ]
    first = before + _highest(database, known) + 1
    names = [*fixed, *taken, *(form.column.name for form in forms)]
    made = [
        (
            *(_adapted(value) for value in fixed.values()),
            *(values[number] for values in taken.values()),
            *(_value(form, first + number) for form in forms),
        )
        for number in range(min([rows, *(len(values) for values in taken.values())]))
    ]
    _insert(database, table, names, made)
    return database.count(table) - before


def _insert(database: MysqlDatabase, table: str, names: list[str], made: list[tuple[Any, ...]]) -> None:
    quoted, listed = database.quoted(table), ", ".join(database.quoted(name) for name in names)
    some = database.quoted(names[0] if names else database.columns(table)[0].name)
    # Whatever is there already stays; every other rule of the table's holds.
    sql = (
        f"INSERT INTO {quoted} ({listed}) VALUES ({', '.join(['%s'] * len(names))}) "
        f"ON DUPLICATE KEY UPDATE {some} = {quoted}.{some}"
    )
    connection = database.connection()
    connection.begin()
    try:
        with connection.cursor() as cursor:
            cursor.executemany(sql, made)
        connection.commit()
    except pymysql.MySQLError as error:
        connection.rollback()
        raise TrialUnavailable(
            f"cannot be filled: {error.args[-1]}", where=f"table {table}", remedy="pass fixed values"
        ) from error
    database.query(f"ANALYZE TABLE {quoted}")


def _adapted(value: Any) -> Any:
    if isinstance(value, dates.datetime) and value.tzinfo is not None:
        return value.astimezone(dates.UTC).replace(tzinfo=None)
    if isinstance(value, str) and (moment := re.fullmatch(r"(\d{4}-\d\d-\d\d)T([\d:.]+)(Z|\+00:00)", value)):
        return f"{moment[1]} {moment[2]}"
    return json.dumps(value) if isinstance(value, dict | list) else value


def _highest(database: MysqlDatabase, table: _Table) -> int:
    """Where integer keys that the app numbers itself have got to."""
    plain = [
        c.name
        for c in table.columns
        if re.match(r"(int|bigint)", c.type) and c.name == "id" and not c.default and not c.generated
    ]
    if not plain:
        return 0
    row = database.query(f'SELECT coalesce(max("{plain[0]}"), 0) AS n FROM {database.quoted(table.name)}')[0]
    return int(row["n"])


def _left_to_default(column: StoredColumn) -> bool:
    """Whether the database's own value serves; not for moments, which would all be the same one. A document that may be missing
    is: nothing says whether the code takes a list or an object out of it."""
    if column.generated or (column.nullable and column.type == "json"):
        return True
    return column.default is not None and not column.type.startswith(("timestamp", "date"))


def _from_parents(
    database: MysqlDatabase, table: _Table, rows: int, fixed: dict[str, Any], depth: int
) -> dict[str, list[Any]]:
    """The columns of foreign keys from rows of their parents, in turn; a unique key takes each parent once."""
    taken: dict[str, list[Any]] = {}
    sizes: list[int] = []
    for key in table.keys:
        if set(key.columns) & (set(fixed) | set(taken)):
            continue
        own = [column for column in table.columns if column.name in key.columns]
        optional = all(column.nullable for column in own)
        if (key.parent == table.name and optional) or (optional and depth > 1):
            taken.update({name: [None] * rows for name in key.columns})
            continue
        alone = set(key.columns) in table.unique
        found = _parent_rows(database, table, key, rows, depth, alone)
        if not found:
            return {**taken, **{name: [] for name in key.columns}}
        size = len(found)
        # Keys that are unique together must not run in step, or they pair the same rows again and again.
        places = [
            n if alone or not sizes else n // sizes[0] + n for n in range(min(rows, size) if alone else rows)
        ]
        sizes.append(size)
        for name, target in zip(key.columns, key.targets, strict=True):
            taken[name] = [found[place % size][target] for place in places]
    return taken


def _parent_rows(
    database: MysqlDatabase, table: _Table, key: Key, rows: int, depth: int, alone: bool
) -> list[dict[str, Any]]:
    """Rows of the parent, enough of them: as many as there are rows where each may be named once, and so many that their pairs
    suffice where keys are unique together."""
    if key.parent != table.name:
        of_keys = {name for one in table.keys for name in one.columns}
        together = any(set(key.columns) <= names <= of_keys for names in table.unique)
        wanted = rows if alone else math.isqrt(rows) + 1 if together else 1
        there = _free_rows(database, table, key, alone, count=True)
        if there < wanted:
            fill_table(database, key.parent, max(wanted - there, 0 if there else PARENT_ROWS), {}, depth + 1)
    return list(_free_rows(database, table, key, alone))


def _free_rows(database: MysqlDatabase, table: _Table, key: Key, alone: bool, count: bool = False) -> Any:
    """The parent's rows; where each may be named once, those that nobody names."""
    quoted = database.quoted
    free = ""
    if alone and key.parent != table.name:
        same = " AND ".join(
            f"own.{quoted(name)} = above.{quoted(target)}"
            for name, target in zip(key.columns, key.targets, strict=True)
        )
        free = f" WHERE NOT EXISTS (SELECT 1 FROM {quoted(table.name)} AS own WHERE {same})"
    asked = "count(*) AS n" if count else ", ".join(quoted(target) for target in key.targets)
    rows = database.query(f"SELECT {asked} FROM {quoted(key.parent)} AS above{free} LIMIT {_MOST_PARENTS}")
    return int(rows[0]["n"]) if count else rows


def _value(form: Form, n: int) -> Any:
    column, kind = form.column, form.column.type.lower()
    if form.allowed and not form.unique:
        return form.allowed[(n * 7 + form.place) % len(form.allowed)]
    if kind == "boolean":
        return (n + form.place) % 2 == 0
    if kind.startswith(("char", "varchar")) or "text" in kind:
        size = re.search(r"\((\d+)\)", kind)
        if kind == "char(36)" or (
            kind in ("varchar(36)", "char(32)") and re.search(r"(^|_)id$|uuid", column.name)
        ):
            made = uuid.uuid5(uuid.NAMESPACE_OID, f"{column.name} {n}")
            return made.hex if kind == "char(32)" else str(made)
        return text_value(column.name, n, form.place, form.unique, int(size[1]) if size else None)
    if re.match(r"(tiny|small|medium|big)?int|decimal|numeric|float|double", kind):
        return _number(form, kind, n)
    return _other(form, kind, n)


def _number(form: Form, kind: str, n: int) -> int | float:
    low = form.low if form.low is not None else 1
    if form.unique:
        return int(low) - 1 + n
    widest = next((most for name, most in _WIDEST.items() if kind.startswith(name)), 1_000)
    if precision := re.match(r"(?:decimal|numeric)\((\d+),(\d+)\)", kind):
        widest = min(widest, 10 ** (int(precision[1]) - int(precision[2])) - 1)
    high = form.high if form.high is not None else max(low + 1, widest)
    return low + (n * 7919 + form.place) % max(1, int(high - low) + 1)


def _other(form: Form, kind: str, n: int) -> Any:
    if kind.startswith(("datetime", "timestamp")):
        return _NOW + dates.timedelta(days=form.ends) - dates.timedelta(minutes=n % 500_000)
    if kind == "date":
        return (_NOW + dates.timedelta(days=form.ends) - dates.timedelta(days=n % 700)).date()
    if kind.startswith("time"):
        return f"{8 + form.ends + n % 600 // 60:02d}:{n % 60:02d}:00"
    if kind.startswith("year"):
        return 2000 + n % 26
    if kind == "json":
        return json.dumps({"n": n})
    if kind == "uuid":
        return str(uuid.uuid5(uuid.NAMESPACE_OID, str(n)))
    if kind == "binary(16)":
        return uuid.uuid5(uuid.NAMESPACE_OID, str(n)).bytes
    if kind.startswith(("binary", "varbinary")) or "blob" in kind:
        return str(n).encode()
    if kind.startswith("set"):
        return form.allowed[0] if form.allowed else ""
    if form.allowed:
        return form.allowed[n % len(form.allowed)]
    raise TrialUnavailable(
        f"no values are known for type {form.column.type}", where=f"column {form.column.name}"
    )
