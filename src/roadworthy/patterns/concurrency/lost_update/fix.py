"""Lets the database decide: it computes, asks again, or locks the row that the rest depends on."""

from __future__ import annotations

from roadworthy.app import App, Query
from roadworthy.catalogue import Gap
from roadworthy.edits import Brief, Change, Edits, Migration, NewFile, Review
from roadworthy.edits.query_lock import lock_in_query
from roadworthy.edits.row_lock import lock_rows
from roadworthy.edits.unique_key import make_unique
from roadworthy.errors import RepairRefused
from roadworthy.patterns.concurrency.lost_update.finding import (
    ABSENT,
    CHECKED,
    COMPUTED,
    FileRace,
    LostUpdate,
    PageRace,
    Race,
    RoutineRace,
)
from roadworthy.patterns.concurrency.lost_update.fix_express import Repair
from roadworthy.views.requests.forms import PAGE_FRAMEWORKS

# With such a condition the rows that are the same have no key in common.
_RANGES = ("<", "<=", ">", ">=", "between")


def fix(gap: Gap, app: App) -> Edits | Brief:
    """The repair of all races of an endpoint; a brief where one of them is not mechanical."""
    found: LostUpdate | PageRace | RoutineRace | FileRace = gap.details
    if isinstance(found, FileRace):
        return _brief(
            gap,
            "the file is read and written under one lock that every process sees (`filelock`), or, better, its entries become rows",
        )
    if isinstance(found, PageRace):
        return _brief(
            gap,
            f"the page has to send by how much {found.race.column} changes, and the server to add that in the UPDATE itself",
        )
    if isinstance(found, RoutineRace):
        return _brief(
            gap,
            f"the function has to take {found.table} with FOR UPDATE, or to change {found.column} in the UPDATE itself",
        )
    if found.endpoint.kind in ("component", "function"):
        return _brief(
            gap, "the rows are changed through Supabase, where a function of the database has to do both"
        )
    try:
        changes, files, migrations = _make(app, found)
    except RepairRefused as refused:
        return _brief(gap, str(refused))
    return Edits(
        title=f"Keep simultaneous changes of {gap.subject}"[:72],
        why=f"{gap.message}. {' '.join(_why(race, app) for race in _distinct(found))}",
        review=Review.THINK,
        changes=tuple(dict.fromkeys(changes)),
        files=tuple(files),
        migrations=tuple(migrations),
    )


def _make(app: App, found: LostUpdate) -> tuple[list[Change], list[NewFile], list[Migration]]:
    changes: list[Change] = []
    files: list[NewFile] = []
    migrations: list[Migration] = []
    rows = [race for race in found.races if race.kind in (COMPUTED, CHECKED)]
    if (rows and found.endpoint.framework in PAGE_FRAMEWORKS) or (
        rows and rows[0].write.library == "sqlalchemy"
    ):
        changes += _locked(app, found, rows)
    elif rows:
        more, added = Repair(app, found.endpoint, rows).make()
        changes, files = [*changes, *more], added
    for race in found.races:
        if race.kind == ABSENT:
            more, keys = _unique(app, race)
            changes, migrations = [*changes, *more], [*migrations, *keys]
        elif race.kind not in (COMPUTED, CHECKED):
            raise RepairRefused(
                "which of the rows should win is the app's to say", where=str(race.write.location)
            )
    return changes, files, migrations


def _locked(app: App, found: LostUpdate, races: list[Race]) -> list[Change]:
    reads: dict[int, Query] = {race.read.number: race.read for race in races if race.read is not None}
    lock = lock_in_query if found.endpoint.framework in PAGE_FRAMEWORKS else lock_rows
    changes = lock(app, found.endpoint, list(reads.values())) if reads else []
    if not changes:
        raise RepairRefused("the handler does not hold the rows in variables of its own")
    return changes


def _unique(app: App, race: Race) -> tuple[list[Change], list[Migration]]:
    table = app.table(race.write.table)
    columns = tuple(f.column for f in race.read.filters if f.operator == "=") if race.read is not None else ()
    if race.read is not None and any(f.operator in _RANGES for f in race.read.filters):
        raise RepairRefused(
            "rows that may not overlap need an exclusion constraint, or a lock on what they belong to",
            where=str(race.write.location),
        )
    if table is None or not columns:
        raise RepairRefused("what makes the row the same is not seen", where=str(race.write.location))
    return make_unique(app, table, tuple(dict.fromkeys(columns)))


def _distinct(found: LostUpdate) -> list[Race]:
    return list({race.kind: race for race in found.races}.values())


def _why(race: Race, app: App) -> str:
    if race.kind == ABSENT:
        return f"A unique key of {race.write.table} refuses the second row."
    if race.write.library in ("sqlalchemy", "django"):
        return f"The row of {race.write.table} is locked from the read to the commit, so that requests take turns."
    if race.kind == COMPUTED:
        return (
            f"The database computes {race.write.table}.{race.column} itself and refuses to go below nothing."
        )
    return f"The update of {race.write.table} asks for {race.column} again, and only one request finds it."


def _brief(gap: Gap, why: str) -> Brief:
    return Brief(
        title=f"Keep simultaneous changes of {gap.subject}",
        task=f"{gap.message}. {' '.join(gap.evidence)}. It was not repaired by itself: {why}.",
        constraints=(
            "one request at a time is answered as before",
            "no lock is held while an outside service is waited for",
        ),
        acceptance=("the reproduction is cleared", "the app's own tests pass"),
    )
