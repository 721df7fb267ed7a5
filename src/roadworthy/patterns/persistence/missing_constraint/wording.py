"""What is said of a missing constraint."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Column, Endpoint, Location, Table
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.persistence.missing_constraint.finding import (
    DISK,
    FLOAT,
    ORDER,
    RANGE,
    REFERENCE,
    REPLACED,
    UNIQUE,
    VALUES,
    ZONE,
    MissingConstraint,
)
from roadworthy.patterns.persistence.missing_constraint.usage import ColumnUse, column_uses
from roadworthy.views.data.absences import absence_check
from roadworthy.views.data.inserts import is_talk
from roadworthy.views.data.replaced import Replaced


def told(app: App, found: MissingConstraint, more: tuple[Location, ...] = ()) -> Verdict:
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
    keys = _keys_of(table, found) if table is not None else []
    return gap(
        subject,
        message,
        impact=impact,
        locations=(place, *dict.fromkeys((*keys, *more))),
        evidence=tuple(_evidence(app, found)),
        severity=_severity(app, found),
        details=found,
        anchor=found.kind,
    )


def _keys_of(table: Table, found: MissingConstraint) -> list[Location]:
    """Where the key stands that rows with nothing in it pass by."""
    known = [index for index in table.indexes if found.empty and set(index.columns) == set(found.columns)]
    return [index.location for index in known]


def told_replaced(found: Replaced) -> Verdict:
    """Rows that are gone for good before the ones in their place are there."""
    table = found.deleted.table
    how = (
        f"the commit at {found.kept}" if found.kept is not None else "nothing puts both into one transaction"
    )
    return gap(
        found.endpoint.subject,
        f"When writing the new rows of {table} fails, the old ones are gone already",
        impact=f"Lost data: an error, a timeout or a restart between the two leaves {table} empty",
        locations=(found.deleted.location, found.inserted.location, found.endpoint.location),
        evidence=(
            f"rows of {table} are deleted at {found.deleted.location} and written at {found.inserted.location}: {how}",
        ),
        severity=Severity.MEDIUM if found.kept is not None else Severity.LOW,
        details=MissingConstraint(REPLACED, endpoint=found.endpoint),
        anchor=REPLACED,
    )


def _words(found: MissingConstraint) -> tuple[str, str]:
    table = found.table.name if found.table is not None else ""
    column = found.column.name if found.column is not None else ""
    if found.empty and found.endpoint is None:
        return (
            f"Without {' or '.join(found.empty)} the key of {table} is never met, and the same can be stored any number of times",
            f"{table} holds doubles as soon as two requests meet, and every list and count of it shows them",
        )
    if found.empty:
        return (
            f"Without {' or '.join(found.empty)} the key of {table} is never met, and every upsert adds a row",
            f"{table} holds doubles, and every list and count of it shows them",
        )
    if found.slot:
        return (
            f"Two rows of {table} can have the same {' and '.join(found.columns)}",
            "Two people are promised the same time, and one of them comes in vain",
        )
    if found.kind == UNIQUE and _only_asks(found):
        return (
            f"The same {' and '.join(found.columns)} can be stored in {table} any number of times",
            "Of two accounts under one name only the one that is found first lets anybody in, and it is not said which",
        )
    if found.kind == UNIQUE:
        return (
            f"The same {' and '.join(found.columns)} can be stored in {table} any number of times",
            f"{table} holds doubles as soon as two requests meet, and every list and count of it shows them",
        )
    if found.kind == RANGE:
        least = "less than 1" if found.low == 1 else ("0 or less" if found.strict else "less than 0")
        bound = f"{least} or more than {found.high}" if found.high is not None else least
        return (
            f"{table}.{column} can be {bound}",
            f"A wrong {column} is stored, and what is computed from it is wrong too",
        )
    if found.kind == ORDER:
        return (
            f"{table}.{column} can be less than {found.columns[0]}",
            f"A row of {table} that ends before it begins is stored, and what is computed from it is wrong too",
        )
    if found.kind == VALUES:
        return (
            f"{table}.{column} takes any text",
            f"A {column} that no code knows leaves a row of {table} that nothing handles",
        )
    if found.kind == FLOAT:
        return (
            f"{table}.{column} keeps money as a binary fraction",
            "Sums are off by cents that nobody can explain",
        )
    if found.kind == REFERENCE:
        return (
            f"{table}.{column} can name a row of {found.target[0]} that does not exist",
            f"Rows of {table} point at nothing",
        )
    if found.kind == ZONE:
        return (
            "Times are stored without a time zone",
            "Times shift when the server, the database or a reader sits in another zone",
        )
    return (
        "Uploaded files are kept on the server's own disk",
        "What people uploaded is gone after the next deploy",
    )


def _evidence(app: App, found: MissingConstraint) -> Iterator[str]:
    table, column = found.table, found.column
    if found.kind == DISK or table is None:
        yield "the file is written beside the code, and no setting names a folder that outlives the container"
    elif found.empty:
        yield f"the key over {', '.join(found.columns)} of {table.name} takes any number of rows with nothing in {', '.join(found.empty)}"
        if found.endpoint is not None:
            yield f"{found.endpoint.subject} rests on it and may leave that empty"
    elif found.kind == UNIQUE:
        yield f"no unique key over {', '.join(found.columns)} at {table.location}"
        if found.slot and found.endpoint is not None:
            yield f"{found.endpoint.subject} puts in what it is given, and two at once both get in"
        elif found.endpoint is not None and absence_of(found):
            yield f"{found.endpoint.subject} looks before it inserts, which two simultaneous requests both pass"
        elif found.endpoint is not None and _only_asks(found):
            yield f"{found.endpoint.subject} signs in whoever it finds by it, as if there were one"
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
    if found.kind == ORDER:
        yield f"no check compares {found.columns[0]} with {column.name} at {column.location}"
    elif found.kind == FLOAT:
        yield f"the column's type is {column.type}, which cannot hold 0.10 exactly"
    else:
        yield f"no check speaks of {table.name}.{column.name} at {column.location}"
    for endpoint in use.unchecked[:2]:
        yield f"{endpoint.subject} writes what the client sends into it"
    for subject in use.direct[:2] if found.kind in (RANGE, ORDER) and not use.reduced else ():
        yield f"{subject} writes it with the project's own interface, which takes any number from whoever may write there"
    for subject in use.reduced[:2]:
        lowering = app.endpoint(subject)
        asks = lowering is not None and _asks_first(lowering, table.name, column.name)
        how = (
            "and only its own condition keeps enough of it"
            if asks
            else "without asking the database whether enough is left"
        )
        yield f"{subject} lowers it {how}"
    if found.also:
        yield f"nor may {', '.join(other.name for other in found.also)} be less than 0, and nothing refuses it"
    if found.values:
        yield f"the code knows {', '.join(found.values)}"


def _asks_first(endpoint: Endpoint, table: str, column: str) -> bool:
    """Whether the update itself holds only where enough is left: `where stock >= quantity`."""
    return any(
        item.column == column and item.operator in (">", ">=")
        for query in endpoint.queries
        for item in query.filters
        if query.table == table and query.operation == "update"
    )


def _only_asks(found: MissingConstraint) -> bool:
    """Whether the endpoint that takes a row to be the only one adds none itself: it signs people in."""
    endpoint, table = found.endpoint, found.table
    return (
        endpoint is not None
        and table is not None
        and all(q.operation == "select" for q in endpoint.queries if q.table == table.name)
    )


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
    if table is not None and column is not None and found.kind in (RANGE, VALUES, ORDER):
        use = column_uses(app).get((table.name, column.name), ColumnUse())
        if use.staff_only:
            return Severity.LOW
    return Severity.MEDIUM
