"""Requests that are made to fail on the server: a table that they need is not there for a moment."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

from roadworthy.app import App, Endpoint
from roadworthy.errors import TrialUnavailable
from roadworthy.proof.asked_by import sound_request
from roadworthy.proof.experiment import Experiment, database_of
from roadworthy.proof.plain_reads import plain_reads
from roadworthy.proof.valid_request import ValidRequest, send_valid
from roadworthy.trial import Database, Response, Trial
from roadworthy.trial.refusals import REFUSED
from roadworthy.views.people.people import users_table

_FAILED = 500
_BEFORE = "before-emptied"


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
    people = users_table(app)
    for endpoint in plain_reads(app, trial):
        tables = [query.table for query in endpoint.queries if people is None or query.table != people.name]
        known = [table for table in tables if table in database_of(trial).tables()]
        if not known:
            continue
        request = sound_request(app, trial, endpoint)
        well = send_valid(experiment, request, f"{endpoint.subject} while all is well", "arrange")
        if not well.ok:
            continue
        found = read_without(experiment, trial, endpoint, request, known[-1], well)
        if found.failed.status >= _FAILED:
            return found
    return None


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
