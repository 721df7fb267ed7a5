"""Marks several of one person's rows at the same instant: one after the other only the last would be marked."""

from __future__ import annotations

from typing import Any

from roadworthy.app import App, Endpoint
from roadworthy.patterns.concurrency.lost_update.finding import Race
from roadworthy.patterns.concurrency.lost_update.sending import ARRANGED, TRIES
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.actions import takes_body
from roadworthy.proof.arrangement import Arrangement, parameters
from roadworthy.proof.experiment import database_of
from roadworthy.proof.page_text import said
from roadworthy.trial import Request

_ROWS = 4
_EACH = 2


def prove_marked(experiment: Experiment, app: App, endpoint: Endpoint, race: Race) -> Reproduction:
    """Proven when afterwards another number of rows is marked than one."""
    trial, database = experiment.trial, database_of(experiment.trial)
    own = Arrangement(app, trial, "alice")
    chosen = _chosen(endpoint, race)
    if chosen is None or "alice" not in trial.actors:
        return experiment.untestable("which part of the request names the row to be marked cannot be told")
    name, column = chosen
    owned, table = own.owned(race.write.table), database.quoted(race.write.table)
    if not owned:
        return experiment.untestable(f"whose a row of {race.write.table} is cannot be told")
    where = " and ".join(f'"{one}" = %s' for one in owned)
    values = tuple(owned.values())
    database.fill(race.write.table, _ROWS, fixed=owned)
    rows = database.query(f'select "{column}" as key from {table} where {where} order by 1', values)[:_ROWS]
    database.execute(f'update {table} set "{race.column}" = false where {where}', values)
    database.snapshot(ARRANGED)
    requests = [_marking(own, endpoint, name, row["key"]) for row in rows for _ in range(_EACH)]
    alone = experiment.send(
        "alice",
        requests[0].method,
        requests[0].path,
        says="alice marks one of her rows",
        kind="arrange",
        json=requests[0].json,
    )
    count = f'select count(*) as n from {table} where "{race.column}" and {where}'
    if not alone.ok or int(database.query(count, values)[0]["n"]) != 1:
        return experiment.untestable(f"the request alone marks no row: {alone.status} {said(alone)[:80]}")
    for attempt in range(1, TRIES + 1):
        experiment.tries = attempt
        database.restore(ARRANGED)
        answers = experiment.together(requests, says=f"{len(rows)} of her rows marked at once")
        marked = int(database.query(count, values)[0]["n"])
        experiment.note("observe", f"rows of hers with {race.column}", shows=str(marked))
        if marked != 1 and all(answer.status for answer in answers):
            return experiment.proven(
                f"after {len(requests)} requests at once {marked} rows of {race.write.table} are {race.column}; one after the "
                "other they leave one"
            )
    return experiment.cleared(f"in {TRIES} tries one row was {race.column} afterwards")


def _chosen(endpoint: Endpoint, race: Race) -> tuple[str, str] | None:
    """The parameter of the path that names the row, and the column it is compared with."""
    for item in race.write.filters:
        for leaf in item.value.sources():
            if leaf.kind == "params" and leaf.path and leaf.path[-1] in parameters(endpoint.path):
                return leaf.path[-1], item.column
    return None


def _marking(own: Arrangement, endpoint: Endpoint, name: str, key: Any) -> Request:
    body = own.body(endpoint) if takes_body(endpoint) else None
    return Request(actor="alice", method=endpoint.method, path=own.path(endpoint, **{name: key}), json=body)
