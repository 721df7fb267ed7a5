"""Requests that are made to fail on the server: a table that they need is not there for a moment."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from msgspec import Struct

from roadworthy.app import App, Endpoint
from roadworthy.errors import TrialUnavailable
from roadworthy.proof.experiment import Experiment, database_of
from roadworthy.proof.page_rows import reads_the_same
from roadworthy.proof.plain_reads import asked_well, plain_reads
from roadworthy.proof.valid_request import ValidRequest, send_valid
from roadworthy.trial import Database, Response, Trial
from roadworthy.trial.refusals import NOT_DONE, REFUSED
from roadworthy.views.people.people import users_table

_FAILED = 500
_DONE = 200
_BEFORE = "before-emptied"
_SOME = 3


@contextmanager
def without_table(database: Database, table: str, *, read_only: bool = False) -> Iterator[None]:
    """Inside, the table goes by another name, so that every statement about it fails; `read_only` where only statements that read
    matter. Raises TrialUnavailable when the app holds on to it, or there is no such table."""
    if table not in database.tables():
        raise TrialUnavailable(f"the running database has no table {table}")
    schema, _, bare = table.rpartition(".")
    away = f"{bare}_away"
    _rename(database, table, away)
    try:
        if not read_only and not database.refuses_rows(table):
            raise TrialUnavailable(f"{table} takes rows even while it cannot be read")
        yield
    finally:
        _rename(database, f"{schema}.{away}" if schema else away, bare)


def _rename(database: Database, table: str, name: str) -> None:
    try:
        database.rename(table, name)
    except REFUSED as refused:
        raise TrialUnavailable(f"{table} cannot be taken away: {refused}") from refused


@contextmanager
def emptied(database: Database, *tables: str) -> Iterator[None]:
    """Inside, the tables have no rows; afterwards every table is as it was before. Raises TrialUnavailable."""
    database.snapshot(_BEFORE)
    try:
        for table in tables:
            empty_table(database, table)
        yield
    finally:
        database.restore(_BEFORE)


def empty_table(database: Database, table: str) -> None:
    """Takes away all rows of a table; where others refer to them, those are left as they are. Raises TrialUnavailable."""
    try:
        database.empty(table)
    except REFUSED as refused:
        raise TrialUnavailable(f"{table} cannot be emptied: {refused}") from refused


class FailingRead(Struct, frozen=True):
    """A request that reads a table, and what came back while the table was there and while it was not; `log` is what the
    app printed meanwhile."""

    endpoint: Endpoint
    request: ValidRequest
    table: str
    well: Response
    failed: Response
    log: str


def failing_read(experiment: Experiment, app: App, trial: Trial) -> FailingRead | None:
    """The first plain read that answers with success, and with a failure of the server without its table."""
    for endpoint, table in reads_of_tables(app, trial):
        asked = asked_well(experiment, app, endpoint, f"{endpoint.subject} while all is well")
        if asked is None:
            continue
        found = read_without(experiment, trial, endpoint, asked[0], table, asked[1])
        if has_failed(found.failed, action=endpoint.kind == "action"):
            return found
    return None


def has_failed(answer: Response, *, action: bool = False) -> bool:
    """Whether the server failed: by its status, or as an action says it, in the value of an answer of 200."""
    return answer.status >= _FAILED or (action and answer.status == _DONE and not answer.ok)


def hidden_failure(experiment: Experiment, app: App, trial: Trial) -> FailingRead | None:
    """The first plain read that answers with success all the same without its table, and leaves out what it had read there; only
    an answer that says the same each time tells that."""
    for endpoint, table in reads_of_tables(app, trial):
        with suppress(*NOT_DONE):
            database_of(trial).fill(table, _SOME)
        says = f"{endpoint.subject} while all is well, with rows in {table}"
        asked = asked_well(experiment, app, endpoint, says)
        again = asked_well(experiment, app, endpoint, "and once more")
        if asked is None or again is None or not reads_the_same(asked[1], again[1]):
            continue
        found = read_without(experiment, trial, endpoint, asked[0], table, asked[1])
        if found.failed.ok and not reads_the_same(found.well, found.failed):
            return found
    return None


def reads_of_tables(app: App, trial: Trial) -> Iterator[tuple[Endpoint, str]]:
    """Plain reads, each with a table that it needs and nobody needs to come in."""
    people, there = users_table(app), database_of(trial).tables()
    for endpoint in plain_reads(app, trial):
        table = needed_table(endpoint, [one for one in there if people is None or one != people.name])
        if table:
            yield endpoint, table


def needed_table(endpoint: Endpoint, tables: Sequence[str]) -> str:
    """Of `tables` the last that an endpoint asks for, '' for none. What is asked for each row of a list is not asked at all where the
    list is empty: such a table is taken where there is no other."""
    known = [query for query in endpoint.queries if query.table in tables]
    always = [query.table for query in known if not query.loops]
    return (always or [query.table for query in known] or [""])[-1]


def read_without(
    experiment: Experiment,
    trial: Trial,
    endpoint: Endpoint,
    request: ValidRequest,
    table: str,
    well: Response,
) -> FailingRead:
    """The request once more, while `table` is not there."""
    mark = trial.log_mark()
    database = database_of(trial)
    hide = database.hiding(table, f"{table.rpartition('.')[2]}_away")
    experiment.note("arrange", f"the table {table} is not there, so that the request fails inside", hide)
    with without_table(database, table, read_only=True):
        failed = send_valid(experiment, request, f"{endpoint.subject} meanwhile", "act")
    return FailingRead(endpoint, request, table, well, failed, printed(trial, mark))


def printed(trial: Trial, mark: int) -> str:
    """What the app printed since `mark`: it may do so a moment after its answer."""
    time.sleep(0.4)
    return trial.log_since(mark)
