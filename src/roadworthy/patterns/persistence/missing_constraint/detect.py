"""Looks for rules that the app's code takes for granted and the database does not know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from roadworthy.app import App, Column, Endpoint, Location, Query, Table
from roadworthy.app.inserts import absence_check, is_record, is_talk, pair_columns
from roadworthy.app.people import owner_of, users_table
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable
from roadworthy.languages import form
from roadworthy.patterns.persistence.missing_constraint.finding import (
    DISK,
    FLOAT,
    RANGE,
    REFERENCE,
    UNIQUE,
    VALUES,
    ZONE,
    MissingConstraint,
)
from roadworthy.patterns.persistence.missing_constraint.usage import ColumnUse, column_uses
from roadworthy.patterns.persistence.missing_constraint.values import known_values

_MONEY = re.compile(r"(^|_)(price|total|subtotal|amount|cost|fee|balance|points|credits?|tax|salary|budget|revenue)(_|$)")
_AT_LEAST_ZERO = re.compile(
    r"(^|_)(stock|inventory|seats?|places|capacity|remaining|left|available|balance|points|credits?|count|price|total"
    r"|subtotal|amount|cost|fee|tax)(_|$)"
)
_AT_LEAST_ONE = re.compile(r"(^|_)(quantity|qty|guests|party_size|amount)(_|$)")
_RATED = re.compile(r"(^|_)(rating|stars|score)(_|$)")
_STATE = re.compile(r"(^|_)(status|state|role|plan|tier|visibility|priority)$")
_EXTERNAL = re.compile(r"^(stripe|paypal|google|github|apple|external|provider|square|razorpay)_\w*_?id$|^(external|provider)_id$")
_FLOATS = {"real", "double precision", "float"}
_WRITES_FILE = re.compile(r"(^|\.)(writeFile|writeFileSync|createWriteStream|copyFile|rename|diskStorage)\b|shutil\.copyfileobj")
_FOLDER_SETTING = re.compile(r"(UPLOAD|STORAGE|MEDIA|DATA|FILES).*(DIR|PATH|FOLDER|ROOT)|(DIR|PATH)_?(UPLOAD|STORAGE|MEDIA)", re.I)
# Five stars are the usual scale; ten only where the code says so.
_BEST_RATING = 5


def detect(app: App) -> Iterable[Verdict]:
    """Verdicts on tables, their columns, and endpoints that keep files."""
    if not app.tables:
        return
    for table in app.tables:
        if is_kept_by_library(table):
            yield not_applicable(f"table {table.name}", "a library declares and fills it")
            continue
        found = list(_on_table(app, table))
        yield from (_verdict(app, one) for one in found)
        if not found:
            yield clear(f"table {table.name}", "the rules that the code follows are the database's too")
    yield from _times(app)
    yield from _files(app)


def is_kept_by_library(table: Table) -> bool:
    """Whether a table is a session store, a migration log or the like."""
    return is_record(table.name) or {"sess", "sid"} <= {column.name for column in table.columns}


def _on_table(app: App, table: Table) -> Iterator[MissingConstraint]:
    unique = _missing_unique(app, table)
    if unique is not None:
        yield unique
    grouped: set[str] = set()
    # A total stands for what it is made of.
    for column in sorted(table.columns, key=lambda column: column.name != "total"):
        use = column_uses(app).get((table.name, column.name), ColumnUse())
        for found in _on_column(app, table, column, use):
            # One gap stands for all sums of a table: they come from one request and get one remedy.
            group = "money" if found.kind in (RANGE, FLOAT) and _MONEY.search(column.name) else column.name
            if group not in grouped:
                yield found
            grouped.add(group)


# --- one row each ------------------------------------------------------------------------------------


def _missing_unique(app: App, table: Table) -> MissingConstraint | None:
    pair = pair_columns(table)
    if pair and not table.is_unique(set(pair)) and _inserted(app, table):
        return MissingConstraint(UNIQUE, table, columns=pair)
    for endpoint, query in _inserts(app, table):
        looked_for = _looked_for(app, endpoint, query, table)
        if looked_for:
            column = table.column(looked_for[0]) if len(looked_for) == 1 else None
            return MissingConstraint(UNIQUE, table, column, looked_for, endpoint=endpoint)
        named = _external_key(table, query)
        if named is not None:
            return MissingConstraint(UNIQUE, table, named, (named.name,), endpoint=endpoint)
    return _rated_once(app, table)


def _inserts(app: App, table: Table) -> Iterator[tuple[Endpoint, Query]]:
    for endpoint in app.endpoints:
        for query in endpoint.queries:
            if query.operation == "insert" and query.table == table.name:
                yield endpoint, query


def _inserted(app: App, table: Table) -> bool:
    return next(_inserts(app, table), None) is not None


def _looked_for(app: App, endpoint: Endpoint, query: Query, table: Table) -> tuple[str, ...]:
    """The columns that code looks for before it inserts, where no unique key backs the look."""
    check = absence_check(endpoint, query)
    if check is None:
        return ()
    columns = tuple(dict.fromkeys(f.column for f in check.filters if f.operator in ("=", "ilike") and not f.optional))
    written = {write.column for write in query.writes} | ({c.name for c in table.columns} if query.spreads else set())
    if not columns or not set(columns) <= written or table.is_unique(set(columns)):
        return ()
    return columns


def _external_key(table: Table, query: Query) -> Column | None:
    """A service's own key of what a row stands for, given when the row is made."""
    for write in query.writes:
        column = table.column(write.column)
        given = column is not None and _EXTERNAL.search(column.name) and write.value.kind != "constant"
        if given and column is not None and not table.is_unique({column.name}) and column.references is None:
            return column
    return None


def _rated_once(app: App, table: Table) -> MissingConstraint | None:
    """A person's rating of a thing, of which there is one by its meaning."""
    owner = owner_of(app, table.name)
    rated = any(_RATED.search(column.name) for column in table.columns)
    things = [c.name for c in table.columns if c.references is not None and owner is not None and c.name != owner.column]
    if owner is None or owner.through or not rated or len(things) != 1 or not _inserted(app, table):
        return None
    thing = table.column(things[0])
    columns = (owner.column, things[0])
    if thing is None or thing.nullable or table.is_unique(set(columns)):
        return None
    return MissingConstraint(UNIQUE, table, columns=columns)


# --- one column --------------------------------------------------------------------------------------


def _on_column(app: App, table: Table, column: Column, use: ColumnUse) -> Iterator[MissingConstraint]:
    if column.primary:
        return
    floating = column.type.split("(")[0] in _FLOATS and bool(_MONEY.search(column.name))
    bounds = _bounds(table, column, use)
    if floating:
        low, strict = (bounds[0], bounds[2]) if bounds is not None else (None, False)
        yield MissingConstraint(FLOAT, table, column, low=low, strict=strict)
    elif bounds is not None:
        yield MissingConstraint(RANGE, table, column, low=bounds[0], high=bounds[1], strict=bounds[2])
    values = _values(app, table, column, use)
    if values:
        yield MissingConstraint(VALUES, table, column, values=values)
    target = _target(app, table, column)
    if target is not None:
        yield MissingConstraint(REFERENCE, table, column, target=target)


def _bounds(table: Table, column: Column, use: ColumnUse) -> tuple[int, int | None, bool] | None:
    """The range a number must keep to, where something can put it outside: (low, high, low itself refused)."""
    if not column.numeric or column.references is not None or is_checked(table, column):
        return None
    if _RATED.search(column.name) and use.unchecked:
        return 1, _BEST_RATING, False
    if _AT_LEAST_ONE.search(column.name) and use.unchecked:
        whole = not _MONEY.search(column.name)
        return (1, None, False) if whole else (0, None, True)
    if _AT_LEAST_ZERO.search(column.name) and (use.unchecked or use.reduced):
        return 0, None, False
    return None


def is_checked(table: Table, column: Column) -> bool:
    """Whether some check speaks of a column."""
    return any(re.search(rf"\b({re.escape(column.name)}|{re.escape(column.field)})\b", check) for check in table.checks)


def _values(app: App, table: Table, column: Column, use: ColumnUse) -> tuple[str, ...]:
    """The values of a state that code knows, where a client can write any other."""
    text = column.type.split("(")[0] in ("text", "varchar", "char")
    if not text or column.values or not _STATE.search(column.name) or is_checked(table, column):
        return ()
    default = (column.default.strip("'"),) if column.default.startswith("'") else ()
    known = tuple(dict.fromkeys((*default, *use.listed)))
    return known_values(app, table, column, known) if known and use.unchecked else ()


def _target(app: App, table: Table, column: Column) -> tuple[str, str] | None:
    """The table that a `*_id` names by its own name and does not reference."""
    name = re.fullmatch(r"(\w+)_id", column.name)
    if name is None or column.references is not None:
        return None
    for other in app.tables:
        singular = other.name.removesuffix("s")
        fits = name.group(1) in (other.name, singular, other.name.removesuffix("es"))
        key = other.column(other.primary_key[0]) if len(other.primary_key) == 1 else None
        if fits and key is not None and key.type.split("(")[0] == column.type.split("(")[0] and other.name != table.name:
            return other.name, key.name
    return None


# --- times and files ---------------------------------------------------------------------------------


def _times(app: App) -> Iterator[Verdict]:
    """One verdict for all times of the app: the habit is one."""
    naive = [
        (table, column)
        for table in app.tables
        for column in table.columns
        if column.type.split("(")[0] == "timestamp" and not is_kept_by_library(table)
    ]
    if not naive:
        return
    table, column = max(naive, key=lambda pair: (_weight(app, pair[0]), pair[1].name == "created_at"))
    found = MissingConstraint(ZONE, table, column)
    yield _verdict(app, found, tuple(c.location for t, c in naive if (t, c) != (table, column)))


def _weight(app: App, table: Table) -> tuple[bool, int]:
    people = users_table(app)
    queries = sum(query.table == table.name for query in app.queries)
    return (any(_STATE.search(c.name) for c in table.columns) and table != people, queries)


def _files(app: App) -> Iterator[Verdict]:
    if app.view(_names_folder):
        return
    for endpoint in app.endpoints:
        takes = any(item.part == "files" for item in endpoint.inputs)
        writes = any(_WRITES_FILE.search(name) for name in endpoint.calls)
        if takes and writes and endpoint.method != "GET":
            yield _verdict(app, MissingConstraint(DISK, endpoint=endpoint))


def _names_folder(app: App) -> bool:
    """Whether a setting says where files go, so that it can be a volume that outlives the container."""
    if any(_FOLDER_SETTING.search(name.name) for name in app.deployment.environment):
        return True
    named = (node for module in app.modules.values() for node in form.walk(module.body) if isinstance(node, form.Member))
    return any(node.name.isupper() and _FOLDER_SETTING.search(node.name) for node in named)


# --- words -------------------------------------------------------------------------------------------


def _verdict(app: App, found: MissingConstraint, more: tuple[Location, ...] = ()) -> Verdict:
    table, column, endpoint = found.table, found.column, found.endpoint
    if found.kind == DISK and endpoint is not None:
        subject, place = endpoint.subject, endpoint.location
    elif table is not None and column is not None:
        subject, place = f"{table.name}.{column.name}", column.location
    elif table is not None:
        subject, place = f"table {table.name}", table.location
    else:
        raise ValueError(f"a missing constraint of nothing: {found}")
    message, impact = _words(found)
    return gap(
        subject,
        message,
        impact=impact,
        locations=(place, *more),
        evidence=tuple(_evidence(app, found)),
        severity=_severity(app, found),
        details=found,
        anchor=found.kind,
        cause="naive-times" if found.kind == ZONE else "",
    )


def _words(found: MissingConstraint) -> tuple[str, str]:
    table = found.table.name if found.table is not None else ""
    column = found.column.name if found.column is not None else ""
    if found.kind == UNIQUE:
        return (
            f"The same {' and '.join(found.columns)} can be stored in {table} any number of times",
            f"{table} holds doubles as soon as two requests meet, and every list and count of it shows them",
        )
    if found.kind == RANGE:
        least = "less than 1" if found.low == 1 else ("0 or less" if found.strict else "less than 0")
        bound = f"{least} or more than {found.high}" if found.high is not None else least
        return f"{table}.{column} can be {bound}", f"A wrong {column} is stored, and what is computed from it is wrong too"
    if found.kind == VALUES:
        return f"{table}.{column} takes any text", f"A {column} that no code knows leaves a row of {table} that nothing handles"
    if found.kind == FLOAT:
        return f"{table}.{column} keeps money as a binary fraction", "Sums are off by cents that nobody can explain"
    if found.kind == REFERENCE:
        return f"{table}.{column} can name a row of {found.target[0]} that does not exist", f"Rows of {table} point at nothing"
    if found.kind == ZONE:
        return "Times are stored without a time zone", "Times shift when the server, the database or a reader sits in another zone"
    return "Uploaded files are kept on the server's own disk", "What people uploaded is gone after the next deploy"


def _evidence(app: App, found: MissingConstraint) -> Iterator[str]:
    table, column = found.table, found.column
    if found.kind == DISK or table is None:
        yield "the file is written beside the code, and no setting names a folder that outlives the container"
    elif found.kind == UNIQUE:
        yield f"no unique key over {', '.join(found.columns)} at {table.location}"
        if found.endpoint is not None and absence_of(found):
            yield f"{found.endpoint.subject} looks before it inserts, which two simultaneous requests both pass"
        elif found.endpoint is not None:
            yield f"{found.endpoint.subject} stores what it is given again each time"
    elif column is not None:
        yield from _about_column(app, found, table, column)


def _about_column(app: App, found: MissingConstraint, table: Table, column: Column) -> Iterator[str]:
    use = column_uses(app).get((table.name, column.name), ColumnUse())
    if found.kind == ZONE:
        yield f"{table.name}.{column.name} is a timestamp without time zone at {column.location}"
        return
    if found.kind == REFERENCE:
        yield f"{table.name}.{column.name} references nothing at {column.location}"
        return
    if found.kind == FLOAT:
        yield f"the column's type is {column.type}, which cannot hold 0.10 exactly"
    else:
        yield f"no check speaks of {table.name}.{column.name} at {column.location}"
    for endpoint in use.unchecked[:2]:
        yield f"{endpoint.subject} writes what the client sends into it"
    for endpoint in use.reduced[:2]:
        yield f"{endpoint.subject} lowers it without asking the database whether enough is left"
    if found.values:
        yield f"the code knows {', '.join(found.values)}"


def absence_of(found: MissingConstraint) -> bool:
    """Whether code looks for the row before it inserts it."""
    endpoint, table = found.endpoint, found.table
    return endpoint is not None and any(
        absence_check(endpoint, query) is not None
        for query in endpoint.queries
        if table is not None and query.operation == "insert" and query.table == table.name
    )


def _severity(app: App, found: MissingConstraint) -> Severity:
    if found.kind == ZONE:
        return Severity.LOW
    table, column = found.table, found.column
    if found.kind == UNIQUE and table is not None and is_talk(table.name):
        return Severity.LOW
    if table is not None and column is not None and found.kind in (RANGE, VALUES):
        use = column_uses(app).get((table.name, column.name), ColumnUse())
        if use.staff_only:
            return Severity.LOW
    return Severity.MEDIUM
