"""Realistic rows in bulk, made inside PostgreSQL so that a hundred thousand take a second."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec
import psycopg
from psycopg.types.json import Jsonb

from roadworthy.errors import TrialUnavailable
from roadworthy.regex import regex
from roadworthy.trial.database import StoredColumn, has_ended
from roadworthy.trial.given_keys import Constraint, constraints_of, lacking
from roadworthy.trial.made_values import bounds
from roadworthy.trial.spans import ending

if TYPE_CHECKING:
    from roadworthy.trial.postgres_database import PostgresDatabase

# Rows a parent table gets when it has none.
PARENT_ROWS = 50
_FIRST = "ARRAY['Ana','Ben','Chidi','Dilan','Elif','Farid','Grace','Hiro','Ines','Jonas','Kofi','Lena','Mei','Nora']"
_LAST = "ARRAY['Okafor','Silva','Novak','Haddad','Larsen','Kim','Rossi','Khan','Meyer','Dubois','Ito','Moreau','Diaz']"
_WORDS = "ARRAY['fresh','quiet','green','small','daily','early','open','warm','plain','round','local','bright','second']"
_THINGS = (
    "ARRAY['coffee','basket','garden','letter','journey','kitchen','market','bridge','window','river','lamp']"
)
_ENUM = "SELECT quote_literal(enumlabel) AS label FROM pg_enum WHERE enumtypid = to_regtype(%s) ORDER BY enumsortorder"


class Shape(msgspec.Struct, frozen=True):
    """What decides the values of a column: `number` is the column's own place, so that columns vary differently."""

    name: str
    type: str
    unique: bool
    allowed: list[str]
    low: float | None
    high: float | None
    number: int


def fill_table(
    database: PostgresDatabase, table: str, rows: int, fixed: dict[str, Any], depth: int = 0
) -> int:
    """See `Database.fill`. Parents without rows get some first, at most five tables up."""
    if depth > 5:
        raise TrialUnavailable(
            "its foreign keys form a circle", where=f"table {table}", remedy="pass fixed values"
        )
    columns = database.columns(table)
    if not columns:
        raise TrialUnavailable("no such table", where=f"table {table}")
    quoted = database.quoted(table)
    constraints = constraints_of(database, table)
    offset = database.count(table) + _highest(database, quoted, columns)
    values: dict[str, str] = {}
    joins: list[str] = []
    sizes: list[int] = []
    for constraint in constraints:
        if constraint.kind == "f" and not set(constraint.columns or ()) & set(fixed):
            _make_parents(database, table, constraint, constraints, rows, depth)
            alone = set(constraint.columns or ()) in _unique(constraints)
            joins += _from_parent(database, table, constraint, columns, values, sizes, depth, alone)
    for parent, given in lacking(database, constraints, fixed):
        fill_table(database, parent, 1, given, depth + 1)
    for number, column in enumerate(columns):
        if column.name in fixed:
            values[column.name] = "%s"
        elif has_ended(column):
            values.pop(column.name, None)
        elif column.name not in values and not column.generated and not _left_to_default(column, constraints):
            values[column.name] = _expression(database, _shape(database, column, constraints, number))
    _put_in_order(constraints, columns, values, set(fixed))
    names = list(values)
    parameters = [_adapted(fixed[name]) for name in names if name in fixed]
    sql = (
        f"INSERT INTO {quoted} ({', '.join(database.quoted(name) for name in names)}) "
        f"SELECT {', '.join(values[name] for name in names)} "
        f"FROM (SELECT n + {offset} AS n, n AS place FROM generate_series(1, {int(rows)}) AS n) AS numbers "
        f"{' '.join(joins)} ON CONFLICT DO NOTHING"
    )
    if not names:
        sql = f"INSERT INTO {quoted} SELECT FROM generate_series(1, {int(rows)})"
    keys_are_ours = not any(c.kind == "f" and set(c.columns or ()) & set(fixed) for c in constraints)
    return _insert(database, table, sql, parameters, keys_are_ours)


_CONSTANT = regex(r"-?\d+|'\d+'::\w+")
_WORD = regex(r"('(?:[^']|'')*')::[\w ]+")
_EMPTY_TEXT = regex(r"''::[\w ]+")
_ORDERED = regex(r"\(\"?(\w+)\"? (>=?|<=?) \"?(\w+)\"?\)")
_STEPS = (
    (r"timestamp", "interval '1 day'"),
    (r"time\b|time ", "interval '1 hour'"),
    (r"date", "1"),
    (r"(small|big)?int|numeric|real|double", "1"),
)


def _put_in_order(
    constraints: list[Constraint], columns: list[StoredColumn], values: dict[str, str], fixed: set[str]
) -> None:
    """Where a check says that one column lies above another, or one ends what the other begins, it is made a step more."""
    types = {column.name: column.type for column in columns}
    spans = ending((name, kind) for name, kind in types.items() if name in values)
    for low, high in [*((low, high) for high, low in spans.items()), *_checked(constraints)]:
        step = next((step for kind, step in _STEPS if re.match(kind, types.get(high, ""))), None)
        if (
            step is None
            or types.get(low) != types[high]
            or high in fixed
            or low in fixed
            or low not in values
        ):
            continue
        values[high] = f"({values[low]} + {step})"


def _checked(constraints: list[Constraint]) -> Iterator[tuple[str, str]]:
    """The pairs of columns of which a check says that the second lies above the first."""
    for constraint in constraints:
        for left, sign, right in _ORDERED.findall(constraint.definition) if constraint.kind == "c" else ():
            yield (right, left) if sign.startswith(">") else (left, right)


def _insert(
    database: PostgresDatabase, table: str, sql: str, parameters: list[Any], keys_are_ours: bool
) -> int:
    try:
        with database.connection().transaction():
            if keys_are_ours:
                # Every foreign key was taken from a parent row: checking each again takes most of the time.
                database.execute("SET LOCAL session_replication_role = replica")
            added = database.execute(sql if parameters else sql.replace("%%", "%"), parameters)
        database.execute(f"ANALYZE {database.quoted(table)}")
    except psycopg.Error as error:
        reason = str(error).splitlines()[0]
        raise TrialUnavailable(
            f"cannot be filled: {reason}", where=f"table {table}", remedy="pass fixed values"
        ) from error
    return added


def _adapted(value: Any) -> Any:
    return Jsonb(value) if isinstance(value, dict) else value


def _highest(database: PostgresDatabase, quoted: str, columns: list[StoredColumn]) -> int:
    """Where integer keys that the app numbers itself have got to."""
    plain = [
        c.name
        for c in columns
        if re.match(r"(integer|bigint)$", c.type) and c.name == "id" and not c.default and not c.generated
    ]
    if not plain:
        return 0
    return int(database.query(f'SELECT coalesce(max("{plain[0]}"), 0) AS n FROM {quoted}')[0]["n"])


def _left_to_default(column: StoredColumn, constraints: list[Constraint]) -> bool:
    """Whether the database's own default serves; not for moments, which would all be the same one, for a text that would be empty
    in every row, nor for a part of a key whose default is a constant. A document that may be missing is: nothing says whether the code takes a list or an object out of it."""
    if column.nullable and column.type in ("json", "jsonb"):
        return True
    if _EMPTY_TEXT.fullmatch(column.default or "") or _refused(column, constraints):
        return False
    if _CONSTANT.fullmatch(column.default or "") and any(column.name in key for key in _unique(constraints)):
        return False
    return column.default is not None and not column.type.startswith(("timestamp", "date"))


def _refused(column: StoredColumn, constraints: list[Constraint]) -> bool:
    """Whether a check allows some words, and the default is none of them."""
    word = _WORD.fullmatch(column.default or "")
    lists = [
        _allowed_by(one.definition) for one in constraints if one.kind == "c" and one.columns == [column.name]
    ]
    return word is not None and any(allowed and word[1] not in allowed for allowed in lists)


def _make_parents(
    database: PostgresDatabase,
    table: str,
    key: Constraint,
    constraints: list[Constraint],
    rows: int,
    depth: int,
) -> None:
    """Where a row of the parent may be named by one row alone, each new row gets a parent of its own; where keys are unique together,
    the parents are so many that their pairs suffice."""
    names, parent = set(key.columns or ()), str(key.parent).replace('"', "")
    keys = {name for one in constraints if one.kind == "f" for name in one.columns or ()}
    unique = _unique(constraints)
    if parent == table or not any(names <= one <= keys for one in unique):
        return
    if names in unique:
        missing = rows - _unnamed(database, table, key, parent)
    else:
        missing = math.isqrt(rows) + 1 - database.count(parent)
    if missing > 0 and database.count(parent) > 0:
        fill_table(database, parent, missing, {}, depth + 1)


def _unique(constraints: list[Constraint]) -> list[set[str]]:
    return [set(one.columns or ()) for one in constraints if one.kind in "pu"]


def _unnamed(database: PostgresDatabase, table: str, key: Constraint, parent: str) -> int:
    sql = f"SELECT count(*) AS n FROM {database.quoted(parent)} AS above WHERE {_free(database, table, key)}"
    return int(database.query(sql)[0]["n"])


def _free(database: PostgresDatabase, table: str, key: Constraint) -> str:
    """That no row of the table names a row of the parent yet."""
    same = " AND ".join(
        f"own.{database.quoted(name)} = above.{database.quoted(over)}"
        for name, over in zip(key.columns or [], key.parent_columns or [], strict=True)
    )
    return f"NOT EXISTS (SELECT 1 FROM {database.quoted(table)} AS own WHERE {same})"


def _from_parent(
    database: PostgresDatabase,
    table: str,
    key: Constraint,
    columns: list[StoredColumn],
    values: dict[str, str],
    sizes: list[int],
    depth: int,
    alone: bool,
) -> list[str]:
    """Take a foreign key's columns from existing parent rows, in turn; a unique key takes each parent once."""
    names, parents, number = key.columns or [], key.parent_columns or [], len(sizes)
    by_name = {column.name: column for column in columns}
    parent = str(key.parent).replace('"', "")
    if parent == table and all(by_name[name].nullable for name in names):
        values.update(dict.fromkeys((name for name in names if name not in values), "NULL"))
        return []
    if database.count(parent) == 0:
        if all(by_name[name].nullable for name in names) and depth > 1:
            values.update(dict.fromkeys((name for name in names if name not in values), "NULL"))
            return []
        fill_table(database, parent, PARENT_ROWS, {}, depth + 1)
    alias = f"parent{number}"
    picked = ", ".join(database.quoted(name) for name in parents)
    free = alone and parent != table
    size = max(1, _unnamed(database, table, key, parent)) if free else database.count(parent)
    only = f" WHERE {_free(database, table, key)}" if free else ""
    # Keys that are unique together must not run in step, or they pair the same rows again and again.
    place = "place - 1" if number == 0 else f"(place - 1) / {sizes[0]} + place"
    sizes.append(size)
    joins = [
        f"JOIN (SELECT {picked}, row_number() OVER () - 1 AS rank FROM {database.quoted(parent)} AS above{only}) AS {alias} "
        f"ON {alias}.rank = ({place}) %% {size}"
    ]
    for name, parent_name in zip(names, parents, strict=True):
        values.setdefault(name, f"{alias}.{database.quoted(parent_name)}")
    return joins


def _shape(
    database: PostgresDatabase, column: StoredColumn, constraints: list[Constraint], number: int
) -> Shape:
    unique = any(c.kind in "pu" and c.columns and column.name in c.columns for c in constraints)
    allowed = [row["label"] for row in database.query(_ENUM, (column.type,))]
    low: float | None = None
    high: float | None = None
    for constraint in constraints:
        if constraint.kind == "c" and constraint.columns == [column.name]:
            allowed = allowed or _allowed_by(constraint.definition)
            low, high = bounds(constraint.definition, low, high)
    return Shape(column.name, column.type, unique, allowed, low, high, number)


def _allowed_by(check: str) -> list[str]:
    """The values of `CHECK (x = ANY (ARRAY['a'::text, 'b'::text]))`, as SQL literals."""
    found = re.search(r"= ANY \(+ARRAY\[(.*?)\]", check)
    return re.findall(r"'(?:[^']|'')*'|\b\d+\b", found[1]) if found else []


def _expression(database: PostgresDatabase, shape: Shape) -> str:
    """A SQL expression over `n`, a number that is different in each row."""
    kind = shape.type.lower()
    worded = "char" in kind or kind in ("text", "citext")
    # Where a word of a few is part of a key, another part tells the rows apart: one of its own would break the rule.
    if shape.allowed and (not shape.unique or worded):
        literals = ", ".join(shape.allowed)
        return f"((ARRAY[{literals}])[1 + (n * 7 + {shape.number}) %% {len(shape.allowed)}])::{shape.type}"
    if kind.endswith("[]"):
        return f"'{{}}'::{shape.type}"
    if worded:
        return _text(shape, kind)
    if re.match(r"(smallint|integer|bigint|numeric|real|double|money)", kind):
        return _number(shape, kind)
    simple = {
        "boolean": f"((n + {shape.number}) %% 2 = 0)",
        "uuid": "gen_random_uuid()",
        "date": "(current_date - (n %% 700)::int)",
        "jsonb": "jsonb_build_object('n', n)",
        "json": "json_build_object('n', n)",
        "bytea": "decode(md5(n::text), 'hex')",
        "inet": "('10.' || n / 65536 %% 256 || '.' || n / 256 %% 256 || '.' || n %% 256)::inet",
        "interval": "make_interval(mins => (n %% 1000)::int)",
        "tsvector": "to_tsvector('simple', 'word ' || n)",
    }
    if kind in simple:
        return simple[kind]
    if kind.startswith("timestamp"):
        return "(now() - n %% 500000 * interval '1 minute')"
    if kind.startswith("time"):
        return "(time '08:00' + n %% 600 * interval '1 minute')"
    if vector := re.match(r"vector\((\d+)\)", kind):
        return f"(SELECT array_agg(random()) FROM generate_series(1, {vector[1]}) WHERE n IS NOT NULL)::{shape.type}"
    if shape.allowed:
        return f"{shape.allowed[0]}::{shape.type}"
    raise TrialUnavailable(f"no values are known for type {shape.type}", where=f"column {shape.name}")


def _number(shape: Shape, kind: str) -> str:
    low = shape.low if shape.low is not None else 1
    if shape.unique:
        return f"({int(low) - 1} + n)::{shape.type}"
    widest = 100 if "smallint" in kind else 1000
    if precision := re.match(r"numeric\((\d+),(\d+)\)", kind):
        widest = min(widest, 10 ** (int(precision[1]) - int(precision[2])) - 1)
    high = shape.high if shape.high is not None else max(low + 1, widest)
    span = max(1, int(high - low) + 1)
    return f"({low:g} + (n * 7919 + {shape.number}) %% {span})::{shape.type}"


def _text(shape: Shape, kind: str) -> str:
    expression = _words(shape)
    if limit := re.search(r"\((\d+)\)", kind):
        length = int(limit[1])
        if shape.unique:
            # The end of a unique text is what differs.
            return f"right({expression}, {length})"
        return f"left({expression}, {length})"
    return expression


# Forms that hold the row's own number, whole or as many of its digits as a telephone number has.
_DIFFERS = regex(r"\|\| n\b(?! %)|\bn::text\b|10000000|md5\(")


def _words(shape: Shape) -> str:
    name = shape.name.lower()
    first, last = f"({_FIRST})[1 + n %% 14]", f"({_LAST})[1 + n / 14 %% 13]"
    phrase = f"({_WORDS})[1 + (n + {shape.number}) %% 13] || ' ' || ({_THINGS})[1 + n / 13 %% 11]"
    forms = (
        (r"e?mail", f"lower({first} || '.' || {last}) || n || '@example.com'"),
        (r"(pass|hash|secret|token)", "md5(n::text) || md5((n + 1)::text)"),
        (r"(first|given)_?name", first),
        (r"(last|family|sur)_?name", last),
        (r"(user_?name|handle|login)", f"lower({first}) || '_' || n"),
        (r"(full_?|display_?|author|customer_?)name|^author$|^name$", f"{first} || ' ' || {last}"),
        (r"phone|mobile", "'+1415' || lpad((n %% 10000000)::text, 7, '0')"),
        (
            r"(image|avatar|photo|cover|picture).*|.*url$|website",
            "'https://images.example.com/' || n || '.jpg'",
        ),
        (r"(zip|postal)", "lpad((n %% 100000)::text, 5, '0')"),
        (r"country", "(ARRAY['DE','FR','US','AE','JP','BR'])[1 + n %% 6]"),
        (r"city", "(ARRAY['Lyon','Graz','Osaka','Porto','Leeds','Dubai'])[1 + n %% 6]"),
        (r"(^|_)ip(v4)?(_?(address|addr|number))?$", "'198.51.' || n / 250 %% 250 || '.' || 1 + n %% 250"),
        (r"(address|street)", f"n %% 200 || ' ' || {last} || ' Street'"),
        (r"currency", "'usd'"),
        (r"slug", f"replace({phrase}, ' ', '-') || '-' || n"),
        (
            r"(description|body|content|text|comment|message|notes?|bio|summary)",
            f"{phrase} || ', ' || {phrase} || ' no. ' || n || '. ' || repeat('It was as good as we hoped. ', (n %% 6)::int)",
        ),
        (r"(isbn|barcode|ean)", "'978' || lpad(n::text, 10, '0')"),
        (r"(^id$|_id$|number|code|key|ref|sku)", f"'{_prefix(shape.name)}-' || lpad(n::text, 8, '0')"),
    )
    found = next((form for pattern, form in forms if re.search(pattern, name)), phrase)
    return f"({found} || ' ' || n)" if shape.unique and not _DIFFERS.search(found) else f"({found})"


def _prefix(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())[:3] or "no"
