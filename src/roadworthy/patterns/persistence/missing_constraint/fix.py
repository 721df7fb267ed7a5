"""Teaches the database the rule: in the schema, with a migration where the app has any."""

from __future__ import annotations

from roadworthy.app import App, Column, Table
from roadworthy.catalogue import Gap
from roadworthy.edits import Brief, Change, Edits, Migration, Review, column_types, table_edits
from roadworthy.edits.schema_sql import constraint_name, identifier
from roadworthy.edits.unique_key import make_unique
from roadworthy.errors import RepairRefused
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
from roadworthy.patterns.persistence.missing_constraint.habits import is_kept_by_library
from roadworthy.views.data.partings import CASCADE, UNDECIDED, Parting, parting

_FILE_TASK = "Read the database's address from a setting, and have it name a server or a disk that outlives the deploy. "
Made = tuple[list[Change], list[Migration]]


def fix(gap: Gap, app: App) -> Edits | Brief:
    """The constraint; a brief for what a declaration cannot say."""
    found: MissingConstraint = gap.details
    try:
        changes, migrations = _make(app, found)
    except RepairRefused as refused:
        return _brief(gap, str(refused))
    if not (changes or migrations):
        return _brief(gap, "")
    return Edits(
        title=f"Let the database keep {gap.subject} right"[:72],
        why=f"{gap.message}. {_why(found)}",
        review=Review.THINK if found.kind in (UNIQUE, ZONE, VALUES, REFERENCE) else Review.READ,
        changes=tuple(dict.fromkeys(changes)),
        migrations=tuple(migrations),
        notes=_notes(app, found),
    )


def _make(app: App, found: MissingConstraint) -> Made:
    if found.slot:
        # A row that was cancelled leaves its time to others: in which states it does, only the app's people know.
        return [], []
    if found.empty:
        # Whether two rows with nothing there are one (NULLS NOT DISTINCT, or a key of their own) only the app's people know.
        return [], []
    if found.kind == UNIQUE and found.table is not None:
        return make_unique(app, found.table, found.columns)
    if found.kind == ZONE:
        return column_types.zoned_times(app, naive_times(app))
    if found.table is None or found.column is None:
        return [], []
    if found.kind == FLOAT:
        return _exact(app, found, found.table, found.column)
    if found.kind == REFERENCE:
        return _tied(app, found, found.table, found.column)
    changes, migration = table_edits.add_check(app, found.table, *check_of(found))
    return changes, [migration]


def _tied(app: App, found: MissingConstraint, table: Table, column: Column) -> Made:
    """The foreign key, with which the app can go on deleting what it deletes."""
    target = app.table(found.target[0])
    if target is None:
        return [], []
    goes = parting(app, table, column, target)
    if goes.action == UNDECIDED:
        raise RepairRefused(goes.why, where=f"{table.name}.{column.name}")
    changes, migration = column_types.reference(app, table, column, target, found.target[1], goes.action)
    return changes, [migration]


def naive_times(app: App) -> list[tuple[Table, Column]]:
    """Every time without a zone that the app itself declares."""
    return [
        (table, column)
        for table in app.tables
        for column in table.columns
        if column.type.split("(")[0] == "timestamp" and not is_kept_by_library(table)
    ]


def _exact(app: App, found: MissingConstraint, table: Table, column: Column) -> Made:
    changes, migration = column_types.exact_money(app, table, column)
    if found.low is None:
        return changes, [migration]
    more, check = table_edits.add_check(app, table, *check_of(found))
    return [*changes, *more], [migration, check]


def check_of(found: MissingConstraint) -> tuple[str, str]:
    """The condition of a check and its name."""
    table = found.table.name if found.table is not None else ""
    column = found.column.name if found.column is not None else ""
    name, named = constraint_name(table, column, "check"), identifier(column)
    if found.kind == ORDER:
        return f"{identifier(column)} >= {identifier(found.columns[0])}", name
    if found.kind == VALUES:
        quoted = ("'" + value.replace("'", "''") + "'" for value in found.values)
        return f"{named} in ({', '.join(quoted)})", name
    if found.high is not None:
        return f"{named} between {found.low} and {found.high}", name
    sign = ">" if found.strict else ">="
    others = [f"{identifier(other.name)} >= 0" for other in found.also]
    return " and ".join([f"{named} {sign} {found.low}", *others]), name


def _why(found: MissingConstraint) -> str:
    if found.kind == UNIQUE:
        return "A unique key refuses the second row, and the insert answers with the first or with 409."
    if found.kind == FLOAT:
        return "The column becomes numeric(12, 2); the code goes on reading a number."
    if found.kind == ZONE:
        return "The columns keep their zone; values that are there count as UTC, which is how the driver wrote them."
    if found.kind == REFERENCE:
        return "A foreign key ties the rows together."
    return "A check refuses it. Rows that break it already stay, and are refused when they are changed."


def _notes(app: App, found: MissingConstraint) -> tuple[str, ...]:
    if found.kind == REFERENCE and found.table is not None and found.column is not None:
        return _on_parting(app, found.table, found.column, found.target[0])
    if found.kind == UNIQUE:
        return ("The migration deletes rows that repeat an earlier one; look at them before you run it.",)
    if found.kind == VALUES:
        return (f"The values allowed are those the code names: {', '.join(found.values)}.",)
    if found.kind in (RANGE, FLOAT, ORDER) and found.table is not None:
        return (f"Rows that break the rule can be found with the check's condition on {found.table.name}.",)
    return ()


def _on_parting(app: App, table: Table, column: Column, name: str) -> tuple[str, ...]:
    """What happens to rows when the one they name is deleted, as it was before."""
    target = app.table(name)
    goes = parting(app, table, column, target) if target is not None else Parting()
    if not goes.by:
        return (f"Nothing in the app deletes rows of {name}; once rows name one, the database keeps it.",)
    becomes = "go with it" if goes.action == CASCADE else f"stay, and their {column.name} becomes empty"
    return (f"{goes.by[0]} deletes rows of {name}: the rows of {table.name} that name one {becomes}.",)


def _brief(gap: Gap, why: str) -> Brief:
    found: MissingConstraint = gap.details
    task = f"{gap.message}. " + (f"It was not repaired by itself: {why}. " if why else "")
    if found.kind == DISK:
        task += (
            _FILE_TASK
            if found.endpoint is None
            else "Keep uploaded files in an object store, or in a folder named by a setting that is a volume of the server."
        )
    if found.slot:
        task += f"Add a unique key over {', '.join(found.columns)} that leaves out the rows which were cancelled, and answer 409 when it refuses."
    if found.kind == REPLACED:
        task += "Delete and write in one transaction, and commit once when both are done."
    return Brief(
        title=f"Let the database keep {gap.subject} right",
        task=task.strip(),
        constraints=("rows that are there keep their meaning", "honest requests are answered as before"),
        acceptance=("the reproduction is refused", "the app's own tests pass"),
    )
