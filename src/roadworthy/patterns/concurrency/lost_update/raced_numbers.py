"""The numbers that requests race for, and how they differ from what they were."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import psycopg

from roadworthy.app import App
from roadworthy.patterns.concurrency.lost_update.finding import COMPUTED, Race
from roadworthy.proof.experiment import database_of
from roadworthy.trial import Database, Trial

Values = dict[Any, float]
_AFTER = "after the first"
# What a computer rounds when it adds up sums of money.
_ROUNDED = 1e-6


def raced_numbers(app: App, trial: Trial, races: tuple[Race, ...]) -> dict[tuple[str, str], Values]:
    """The present value of every raced number, by row."""
    database = database_of(trial)
    found: dict[tuple[str, str], Values] = {}
    for race in races:
        table = app.table(race.write.table)
        if race.kind != COMPUTED or table is None or len(table.primary_key) != 1:
            continue
        key = table.primary_key[0]
        rows = database.query(f'select "{key}" as k, "{race.column}" as v from {database.quoted(table.name)}')
        found[table.name, race.column] = {
            row["k"]: number for row in rows if (number := _number(row["v"])) is not None
        }
    return found


def _number(value: Any) -> float | None:
    """What a column holds, where that is a number: a list of a document is none."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def difference(
    before: dict[tuple[str, str], Values], after: dict[tuple[str, str], Values]
) -> dict[tuple[str, str], Values]:
    return {
        place: {
            key: value - values[key] for key, value in after[place].items() if value != values.get(key, value)
        }
        for place, values in before.items()
    }


def times(changes: dict[tuple[str, str], Values], number: int) -> dict[tuple[str, str], Values]:
    """The same change so many times over."""
    return {
        place: {key: number * value for key, value in values.items()} for place, values in changes.items()
    }


def same_changes(one: dict[tuple[str, str], Values], other: dict[tuple[str, str], Values]) -> bool:
    """Whether two changes are of the same rows by the same amounts."""
    return all(
        values.keys() == other[place].keys()
        and all(abs(value - other[place][key]) < _ROUNDED for key, value in values.items())
        for place, values in one.items()
    )


def steadily(
    once: dict[tuple[str, str], Values], both: dict[tuple[str, str], Values]
) -> dict[tuple[str, str], Values]:
    """The changes of one request that a second one makes once more, each by as much: a count of days that begins anew with the first
    says nothing of the sum beside it."""
    twice = times(once, 2)
    return {
        place: values
        for place, values in once.items()
        if values and same_changes({place: both[place]}, {place: twice[place]})
    }


def keep_alone(database: Database, app: App, added: Mapping[str, Collection[Any]], state: str) -> None:
    """Leaves of all that happened since a state these rows alone, by table and key: what a person may do only once can be
    done again. Where they do not stand by themselves, everything stays as it is."""
    if database.kind != "postgres":
        return
    found: list[tuple[str, str]] = []
    for table, keys in added.items():
        known = app.table(table)
        key = known.primary_key[0] if known is not None else "id"
        whole = (
            f'select row_to_json(t)::text as whole from {database.quoted(table)} t where "{key}" = any(%s)'
        )
        found += [(table, row["whole"]) for row in database.query(whole, (list(keys),))]
    database.snapshot(_AFTER)
    database.restore(state)
    try:
        for table, row in found:
            name = database.quoted(table)
            database.execute(
                f"insert into {name} select * from json_populate_record(null::{name}, %s)", (row,)
            )
    except psycopg.Error:
        database.restore(_AFTER)
