"""Looks for rules that the app's code takes for granted and the database does not know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from roadworthy.app import App, Column, Table
from roadworthy.app.other_tongues import spelled
from roadworthy.catalogue import Gap, Verdict, clear, not_applicable, unknown
from roadworthy.patterns.persistence.missing_constraint.finding import (
    FLOAT,
    ORDER,
    RANGE,
    REFERENCE,
    UNIQUE,
    VALUES,
    MissingConstraint,
)
from roadworthy.patterns.persistence.missing_constraint.habits import (
    STATE,
    is_kept_by_library,
    loose_accounts,
    naive_habit,
)
from roadworthy.patterns.persistence.missing_constraint.kept_in_file import file_that_is_lost
from roadworthy.patterns.persistence.missing_constraint.kept_in_memory import lost_at_restart
from roadworthy.patterns.persistence.missing_constraint.pairs import crossed
from roadworthy.patterns.persistence.missing_constraint.persons import persons_table
from roadworthy.patterns.persistence.missing_constraint.ranges import (
    as_one,
    bounds_of,
    is_checked,
    is_fraction,
    is_money,
)
from roadworthy.patterns.persistence.missing_constraint.uniqueness import missing_unique
from roadworthy.patterns.persistence.missing_constraint.uploads import files_beside_the_code
from roadworthy.patterns.persistence.missing_constraint.usage import ColumnUse, column_uses
from roadworthy.patterns.persistence.missing_constraint.wording import told, told_replaced
from roadworthy.views.data.inserts import is_used_again
from roadworthy.views.data.replaced import replaced_rows
from roadworthy.views.data.states import known_values


def detect(app: App) -> Iterable[Verdict]:
    """Verdicts on tables, their columns, endpoints that keep files, and what only the memory of a process holds."""
    yield from lost_at_restart(app)
    if not app.tables:
        return
    for table in app.tables:
        if table.partial or is_kept_by_library(table):
            yield from _on_others(app, table)
            continue
        found = list(_on_table(app, table))
        yield from (told(app, one) for one in found)
        if not found:
            yield clear(f"table {table.name}", "the rules that the code follows are the database's too")
    yield from naive_habit(app)
    yield from loose_accounts(app)
    yield from files_beside_the_code(app)
    yield from file_that_is_lost(app)
    for one in replaced_rows(app):
        yield told_replaced(one)


def _on_others(app: App, table: Table) -> Iterator[Verdict]:
    """Of a table that is made elsewhere, or keeps what happened, little is the app's to say."""
    kinds = (FLOAT, UNIQUE) if is_used_again(table) else (FLOAT,)
    found = [] if table.partial else [one for one in _on_table(app, table) if one.kind in kinds]
    yield from (told(app, one) for one in found)
    if table.partial:
        yield unknown(f"table {table.name}", "it is made in no file of the repository that could be read")
    elif not found:
        yield not_applicable(f"table {table.name}", "a library declares and fills it")


def still_open(finding: Gap, app: App) -> Gap | None:
    """The same gap where no request can put a wrong value in any more, and the database would still take one: who
    validates at the door and who keeps the rows right are two, and a repair of the first leaves the second."""
    details: MissingConstraint = finding.details
    table = app.table(details.table.name) if details.table is not None else None
    column = table.column(details.column.name) if table is not None and details.column is not None else None
    if details.kind not in (RANGE, VALUES, ORDER) or table is None or column is None:
        return None
    if column.values or is_checked(table, column):
        return None
    also = tuple(known for other in details.also if (known := table.column(other.name)) is not None)
    values = known_values(app, table, column, details.values) if details.values else ()
    fresh = msgspec.structs.replace(details, table=table, column=column, also=also, values=values)
    return msgspec.structs.replace(finding, details=fresh)


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
    yield from crossed(app, table)
    if numbers:
        yield as_one([found for *_, found in sorted(numbers, key=lambda one: one[:2])])


# --- one column --------------------------------------------------------------------------------------


def _on_column(app: App, table: Table, column: Column, use: ColumnUse) -> Iterator[MissingConstraint]:
    if column.primary:
        return
    floating = is_fraction(column) and is_money(table, column)
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
    if not text or column.values or not STATE.search(column.name) or is_checked(table, column):
        return ()
    default = (column.default.strip("'"),) if column.default.startswith("'") else ()
    known = tuple(dict.fromkeys((*default, *use.listed)))
    found = known_values(app, table, column, known) if known and use.unchecked else ()
    # One value that code knows is a default and no list to choose from.
    return found if len(found) > 1 else ()


def _target(app: App, table: Table, column: Column) -> tuple[str, str] | None:
    """The table that a `*_id` names and does not reference: by its own name, by that of a column elsewhere which does, or
    by the people whose keys the app puts into it."""
    if column.references is not None or "mongo" in table.library:
        return None
    person = persons_table(app, table, column)
    if person is not None:
        return person
    name = re.fullmatch(r"(\w+)_id", spelled(column.name))
    if name is None:
        return None
    elsewhere = {
        (one.references.table, one.references.column)
        for other in app.tables
        if other.name != table.name
        and (one := other.column(column.name)) is not None
        and one.references is not None
    }
    for other in app.tables:
        plain = other.words
        named = name.group(1) in (plain, plain.removesuffix("s"), plain.removesuffix("es"))
        fits = named or {target for target, _ in elsewhere} == {other.name}
        # The same name holds the same thing: what it references elsewhere may not be the primary key (`profiles.user_id`).
        known = {key for target, key in elsewhere if target == other.name and key}
        keys = sorted(known) if known else list(other.primary_key)
        key = other.column(keys[0]) if len(keys) == 1 else None
        if (
            fits
            and key is not None
            and key.type.split("(")[0] == column.type.split("(")[0]
            and other.name != table.name
        ):
            return other.name, key.name
    return None
