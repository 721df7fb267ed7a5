"""Looks for rules that the app's code takes for granted and the database does not know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from roadworthy.app import App, Column, Table
from roadworthy.app.table import spelled
from roadworthy.catalogue import Gap, Verdict, clear, not_applicable, unknown
from roadworthy.patterns.persistence.missing_constraint.finding import (
    FLOAT,
    RANGE,
    REFERENCE,
    VALUES,
    ZONE,
    MissingConstraint,
)
from roadworthy.patterns.persistence.missing_constraint.ranges import (
    MONEY,
    as_one,
    bounds_of,
    is_checked,
    is_fraction,
)
from roadworthy.patterns.persistence.missing_constraint.uniqueness import missing_unique
from roadworthy.patterns.persistence.missing_constraint.uploads import files_beside_the_code
from roadworthy.patterns.persistence.missing_constraint.usage import ColumnUse, column_uses
from roadworthy.patterns.persistence.missing_constraint.wording import told
from roadworthy.views.data.inserts import is_record
from roadworthy.views.data.states import known_values
from roadworthy.views.people.people import ACCOUNTS, users_table

_STATE = re.compile(r"(^|_)(status|state|role|plan|tier|visibility|priority)$")


def detect(app: App) -> Iterable[Verdict]:
    """Verdicts on tables, their columns, and endpoints that keep files."""
    if not app.tables:
        return
    for table in app.tables:
        if table.partial or is_kept_by_library(table):
            if not table.partial:
                yield from (told(app, one) for one in _on_table(app, table) if one.kind == FLOAT)
            say = unknown if table.partial else not_applicable
            why = (
                "it is made in no file of the repository"
                if table.partial
                else "a library declares and fills it"
            )
            yield say(f"table {table.name}", why)
            continue
        found = list(_on_table(app, table))
        yield from (told(app, one) for one in found)
        if not found:
            yield clear(f"table {table.name}", "the rules that the code follows are the database's too")
    yield from _times(app)
    yield from _accounts(app)
    yield from files_beside_the_code(app)


def still_open(finding: Gap, app: App) -> Gap | None:
    """The same gap where no request can put a wrong value in any more, and the database would still take one: who
    validates at the door and who keeps the rows right are two, and a repair of the first leaves the second."""
    details: MissingConstraint = finding.details
    table = app.table(details.table.name) if details.table is not None else None
    column = table.column(details.column.name) if table is not None and details.column is not None else None
    if details.kind not in (RANGE, VALUES) or table is None or column is None:
        return None
    if column.values or is_checked(table, column):
        return None
    also = tuple(known for other in details.also if (known := table.column(other.name)) is not None)
    values = known_values(app, table, column, details.values) if details.values else ()
    fresh = msgspec.structs.replace(details, table=table, column=column, also=also, values=values)
    return msgspec.structs.replace(finding, details=fresh)


def is_kept_by_library(table: Table) -> bool:
    """Whether a table is a session store, a migration log or the like."""
    return is_record(table.name) or {"sess", "sid"} <= {column.name for column in table.columns}


def _on_table(app: App, table: Table) -> Iterator[MissingConstraint]:
    unique = missing_unique(app, table)
    if unique is not None:
        yield unique
    numbers: list[tuple[bool, bool, MissingConstraint]] = []
    for column in table.columns:
        use = column_uses(app).get((table.name, column.name), ColumnUse())
        for found in _on_column(app, table, column, use):
            if found.kind == RANGE and found.high is None:
                numbers.append((not use.reduced, found.low == 0, found))
            else:
                yield found
    if numbers:
        yield as_one([found for *_, found in sorted(numbers, key=lambda one: one[:2])])


# --- one column --------------------------------------------------------------------------------------


def _on_column(app: App, table: Table, column: Column, use: ColumnUse) -> Iterator[MissingConstraint]:
    if column.primary:
        return
    floating = is_fraction(column) and bool(MONEY.search(column.name))
    bounds = bounds_of(table, column, use)
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


def _values(app: App, table: Table, column: Column, use: ColumnUse) -> tuple[str, ...]:
    """The values of a state that code knows, where a client can write any other."""
    text = column.type.split("(")[0] in ("text", "varchar", "char")
    if not text or column.values or not _STATE.search(column.name) or is_checked(table, column):
        return ()
    default = (column.default.strip("'"),) if column.default.startswith("'") else ()
    known = tuple(dict.fromkeys((*default, *use.listed)))
    found = known_values(app, table, column, known) if known and use.unchecked else ()
    # One value that code knows is a default and no list to choose from.
    return found if len(found) > 1 else ()


def _target(app: App, table: Table, column: Column) -> tuple[str, str] | None:
    """The table that a `*_id` names and does not reference: by its own name, or by that of a column elsewhere which does."""
    name = re.fullmatch(r"(\w+)_id", spelled(column.name))
    if name is None or column.references is not None or "mongo" in table.library:
        return None
    elsewhere = {
        one.references.table
        for other in app.tables
        if other.name != table.name
        and (one := other.column(column.name)) is not None
        and one.references is not None
    }
    for other in app.tables:
        plain = spelled(other.name)
        named = name.group(1) in (plain, plain.removesuffix("s"), plain.removesuffix("es"))
        fits = named or elsewhere == {other.name}
        key = other.column(other.primary_key[0]) if len(other.primary_key) == 1 else None
        if (
            fits
            and key is not None
            and key.type.split("(")[0] == column.type.split("(")[0]
            and other.name != table.name
        ):
            return other.name, key.name
    return None


# --- times ---------------------------------------------------------------------------------


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
    yield told(app, found, tuple(c.location for t, c in naive if (t, c) != (table, column)))


# --- people ----------------------------------------------------------------------------------


def _accounts(app: App) -> Iterator[Verdict]:
    """One verdict for all keys of people that policies go by and that refer to no account: the habit is one."""
    loose = [
        (table, column)
        for table in app.tables
        for column in table.columns
        if not table.partial
        and column.references is None
        and not column.primary
        and _is_account(app, table, column)
    ]
    if not loose:
        return
    table, column = max(loose, key=lambda pair: _weight(app, pair[0]))
    found = MissingConstraint(REFERENCE, table, column, target=(ACCOUNTS, "id"))
    yield told(app, found, tuple(c.location for t, c in loose if (t, c) != (table, column)))


def _is_account(app: App, table: Table, column: Column) -> bool:
    """Whether policies compare a column with who is signed in."""
    for policy in app.database.of_table(table.name):
        for rule in (policy.using_rule, policy.check_rule):
            for leaf in rule.leaves() if rule is not None else ():
                if leaf.kind == "owner" and leaf.column == column.name and not (leaf.table or leaf.claim):
                    return column.type.split("(")[0] == "uuid"
    return False


def _weight(app: App, table: Table) -> tuple[bool, int]:
    people = users_table(app)
    queries = sum(query.table == table.name for query in app.queries)
    return (any(_STATE.search(c.name) for c in table.columns) and table != people, queries)
