"""How many of several requests were accepted: by their answers, or, where a page answers a form, by the rows they left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from roadworthy.app import Endpoint
from roadworthy.proof.experiment import database_of
from roadworthy.proof.valid_request import ValidRequest
from roadworthy.trial import Database, Response, Trial

Counts = Mapping[str, int]


def rows_added(trial: Trial, endpoint: Endpoint) -> dict[str, int]:
    """How many rows there are in each table that the endpoint adds to."""
    database = database_of(trial)
    kept = set(database.tables())
    named = {query.table for query in endpoint.queries if query.operation == "insert"} & kept
    return {table: database.count(table) for table in sorted(named)}


def grown(before: Counts, after: Counts) -> dict[str, int]:
    """How many rows each table has gained."""
    return {table: count - before[table] for table, count in after.items()}


def told_by_answers(trial: Trial, request: ValidRequest) -> bool:
    """Whether an answer says that its request was accepted. A form, and a link that does something, is answered with a redirect either
    way: what went wrong stands on the page that it leads to."""
    return not trial.leads_on(request.method, request.path)


def accepted(
    answers: Sequence[Response], told: bool, each: Counts, before: Counts, after: Counts
) -> int | None:
    """How many requests were accepted; None where neither answers nor rows tell. `each` is what one of them adds."""
    if told:
        return sum(answer.ok and "idempotent-replay" not in answer.headers for answer in answers)
    for table, number in each.items():
        if number > 0:
            return (after[table] - before[table]) // number
    return None


def in_step(each: Counts, grew: Counts, *, twice: bool, stayed: bool) -> dict[str, int]:
    """Of the rows that one request adds, by table, those that a second one in turn adds as well where it changed as much again
    (`twice`), and does not where all `stayed`: a row that only the first adds (a balance) counts nobody."""
    steps = 2 if twice else 1 if stayed else 0
    return {table: number for table, number in each.items() if not steps or grew[table] == steps * number}


def counts_rows(database: Database) -> bool:
    """Whether the database tells how many rows a statement changed: SQLite's are only written down."""
    return database.kind != "sqlite"


def changed_rows(database: Database, table: str, column: str) -> int:
    """How many rows updates of a table changed since the count began; of SQLite how many updates there were, but for those that
    ask for the column's value, which may have changed none."""
    updates = [
        statement
        for statement in database.statements()
        if statement.query.lower().lstrip().startswith("update") and table in statement.query
    ]
    if counts_rows(database):
        return sum(one.rows for one in updates)
    return sum(one.calls for one in updates if column not in one.query.lower().partition(" where ")[2])
