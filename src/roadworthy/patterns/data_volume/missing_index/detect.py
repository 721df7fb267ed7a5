"""Looks for columns that queries and foreign keys lean on and no index answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from roadworthy.app import App, Column, ForeignKey, Table
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable, unknown
from roadworthy.patterns.data_volume.missing_index.composites import judge_composites
from roadworthy.patterns.data_volume.missing_index.finding import IndexGap
from roadworthy.patterns.data_volume.missing_index.wording import evidence, impact, is_deleted, message
from roadworthy.regex import regex
from roadworthy.views.data.asked_by_library import asked_by_better_auth, asked_by_session_store
from roadworthy.views.data.database_routines import routines
from roadworthy.views.data.lookups import (
    CONTAINED,
    FILTER,
    JOIN,
    ORDER,
    RANGE,
    Lookup,
    few_values,
    lookups,
    stays_small,
)
from roadworthy.views.failures.faults import database_server
from roadworthy.views.people.people import users_table

_RANK = {FILTER: 0, JOIN: 1, RANGE: 2, CONTAINED: 3, ORDER: 4}
_SOFT_DELETED = regex(r"^(deleted_at|is_deleted|deleted|archived_at|is_archived|deletedat)$", re.I)
_WHO_DID_IT = regex(r"[a-z]By(Id)?$|_by(_id)?$")
# What keeps rows in MongoDB.
_CHECKS_NO_KEYS = ("mongoose", "beanie", "mongodb", "pymongo")


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each column that a query or a foreign key leans on."""
    for table in app.tables:
        if table.library == "firestore":
            yield from judge_composites(app, table)
        elif table.partial:
            yield unknown(
                f"table {table.name}",
                "no file of the repository that could be read makes it, so that its indexes are not known",
            )
        else:
            asked = [column for column in table.elements if _uses(app, table, column)]
            for column in (*table.columns, *asked):
                yield from _judge(app, table, column)


def _judge(app: App, table: Table, column: Column) -> Iterator[Verdict]:
    subject = f"{table.name}.{column.name}"
    if table.indexed(column.name):
        if column.references is not None or column.unique or _leads(table, column):
            yield clear(subject, "a key or an index starts with it")
        return
    uses = _uses(app, table, column)
    # A list of keys (Prisma's way to tie many to many in MongoDB) is not searched when one of them goes.
    referenced = column.references is not None and not column.type.endswith("[]")
    library = _asked_by(app, table, column)
    if not uses and not referenced and not library:
        return
    if stays_small(app, table) and not library:
        yield not_applicable(subject, f"{table.name} stays small, reading all of it costs nothing")
    elif column.references is not None and _brings_index(app, column.references):
        yield clear(subject, "InnoDB makes an index for each foreign key")
    elif referenced and not uses and table.library in _CHECKS_NO_KEYS:
        yield clear(subject, "MongoDB checks no references, so that deleting a row searches for none")
    elif not (uses or library or _parent_matters(app, table, column)):
        yield clear(subject, "no query looks for it, and the rows it refers to are not deleted from under it")
    else:
        yield _gap(app, table, column, uses, library)


def _asked_by(app: App, table: Table, column: Column) -> str:
    """The library that looks for rows by a column with queries of its own; '' for none."""
    if column.references is not None and asked_by_better_auth(app, table, column):
        return "Better Auth"
    return "connect-pg-simple" if asked_by_session_store(app, table, column) else ""


def _brings_index(app: App, key: ForeignKey) -> bool:
    """InnoDB makes an index for each foreign key that it knows of."""
    return database_server(app) == "mysql" and not key.emulated


def _leads(table: Table, column: Column) -> bool:
    return any(index.columns and index.columns[0] == column.name for index in table.indexes)


def _uses(app: App, table: Table, column: Column) -> list[Lookup]:
    found = [u for u in lookups(app) if (u.table, u.column) == (table.name, column.name)]
    people = users_table(app)
    if people is not None and table.name == people.name:
        # All people in some order: without a limit every row is read whatever the index.
        found = [u for u in found if u.kind != ORDER or u.query.limit is not None]
    return sorted(found, key=lambda use: (_RANK[use.kind], -use.query.loops))


def _parent_matters(app: App, table: Table, column: Column) -> bool:
    """Whether rows that a foreign key refers to may be deleted, so that the database searches this table for them."""
    assert column.references is not None
    parent = app.table(column.references.table)
    if parent is None or few_values(column) or not _is_in_use(app, table):
        return False
    if is_deleted(app, parent) or _WHO_DID_IT.search(column.name):
        # Who wrote a row down is looked for by nobody, as long as the app lets all of them stay.
        return is_deleted(app, parent)
    soft = any(_SOFT_DELETED.match(other.name) for other in parent.columns)
    return not soft and not stays_small(app, parent)


def _is_in_use(app: App, table: Table) -> bool:
    """Whether anything asks for its rows or adds some, be it a function of the database."""
    return any(q.table == table.name for q in app.queries) or any(
        written == table.name for routine in routines(app) for _, written in routine.writes
    )


def _gap(app: App, table: Table, column: Column, uses: list[Lookup], library: str) -> Verdict:
    key = column.references
    found = IndexGap(
        table.name,
        column.name,
        tuple(uses),
        (key.table, key.column) if key is not None else ("", ""),
        _columns(column, uses),
        library,
    )
    return gap(
        f"{table.name}.{column.name}",
        message(found),
        impact=impact(found),
        locations=(column.location, *dict.fromkeys(use.query.location for use in uses)),
        evidence=evidence(app, table, column, uses),
        severity=Severity.MEDIUM if library else _severity(uses),
        details=found,
    )


def _columns(column: Column, uses: list[Lookup]) -> tuple[str, ...]:
    """The column, and what its heaviest query orders by or compares too, so that one index serves both."""
    if not uses:
        return (column.name,)
    further = [uses[0].partner] if uses[0].partner else list(uses[0].order)
    return tuple(dict.fromkeys((column.name, *further)))[:3]


def _severity(uses: list[Lookup]) -> Severity:
    """Slower with every row, and nothing lost or told: never graver than medium. Of those asked for within a loop, four of ten in labelled
    prototypes and all but a few in well-made apps were no more (docs/decisions/0031-severity.md)."""
    return Severity.MEDIUM if uses else Severity.LOW
