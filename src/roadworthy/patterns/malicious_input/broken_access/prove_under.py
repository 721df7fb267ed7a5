"""Bob adds a row under what is alice's, or hands her a row as its owner: the request names her in the place of himself."""

from __future__ import annotations

from typing import Any

from roadworthy.app import App
from roadworthy.patterns.malicious_input.broken_access.finding import UNDER, AccessGap
from roadworthy.patterns.malicious_input.broken_access.prove_said import place_in_request
from roadworthy.patterns.malicious_input.broken_access.request_parts import in_body
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.actions import takes_body
from roadworthy.proof.agreeing import agreeing
from roadworthy.proof.arrangement import Arrangement
from roadworthy.proof.experiment import database_of, sql_line
from roadworthy.proof.hostile_request import with_query
from roadworthy.proof.ownership import firm_key, person_key
from roadworthy.proof.page_text import said
from roadworthy.proof.replay import Check, Stage
from roadworthy.proof.valid_request import query_string
from roadworthy.trial import Request, Trial
from roadworthy.views.people.people import owner_of

_REQUEST = ("body", "parsed", "query", "params")


def prove_under(trial: Trial, app: App, found: AccessGap) -> Reproduction:
    """What counts are the rows that hang on alice's, or are hers, before and after bob's request."""
    whose = f"alice's {found.through}" if found.missing == UNDER else "alice, as its owner"
    experiment = Experiment(trial, f"Bob's request does not put a row of {found.query.table} under {whose}")
    column = found.key_column if found.missing == UNDER else found.owner_column
    key, part = _key(app, trial, found), _part(found)
    if key is None or part is None or "bob" not in trial.actors:
        return experiment.untestable(f"what stands for {whose} in the request cannot be told")
    experiment.note("arrange", f"{whose}: {key}")
    request = naming(app, trial, found, "bob", part, key)
    stage = Stage(app, trial)
    before, after, answer = _sent(experiment, request, found.query.table, column, key)
    if after > before:
        check = Check("count", sql=sql_line(*_counted(trial, found.query.table, column, key)))
        return experiment.proven(
            f"bob was answered {answer.status}, and a row of {found.query.table} of his is under {whose} now",
            stage.replay(request, check),
        )
    if answer.status == 0 or answer.status >= 500:
        return experiment.untestable(
            f"the request fails: {answer.status} {answer.error or said(answer)[:80]}"
        )
    return _cleared(experiment, app, found, column, part, key)


def _cleared(
    experiment: Experiment, app: App, found: AccessGap, column: str, part: tuple[str, str], key: Any
) -> Reproduction:
    """Only when the same request of alice's own is accepted, and adds the row."""
    trial = experiment.trial
    trial.reset()
    own = _key(app, trial, found)
    request = naming(app, trial, found, "alice", part, own if own is not None else key)
    before, after, answer = _sent(experiment, request, found.query.table, column, own)
    if after <= before:
        return experiment.untestable(
            f"alice's own request adds no such row either: {answer.status} {said(answer)[:80]}"
        )
    return experiment.cleared(f"bob was refused; alice's own request is answered {answer.status}")


def _key(app: App, trial: Trial, found: AccessGap) -> Any:
    """The key of a row of alice's above the new one, or her own."""
    if found.missing != UNDER:
        return person_key(app, trial, found.query.table, found.owner_column, "alice")
    table = app.table(found.query.table)
    column = table.column(found.key_column) if table is not None else None
    if not owner_of(app, found.through) and _are_of_one_firm(app, trial, found.through):
        return None
    row = Arrangement(app, trial, "alice").own_row(found.through)
    if row is None or column is None or column.references is None:
        return None
    return row.get(column.references.column)


def _are_of_one_firm(app: App, trial: Trial, table: str) -> bool:
    """Whether what is alice's firm's is bob's firm's too, so that nothing would be somebody else's."""
    return firm_key(app, trial, table, "alice") == firm_key(app, trial, table, "bob")


def _part(found: AccessGap) -> tuple[str, str] | None:
    """Which part of the request names her: (part, name)."""
    if found.missing == UNDER:
        return found.key if found.key[1] else None
    value = found.query.written(found.owner_column)
    leaves = (
        [leaf for leaf in value.sources() if leaf.kind in _REQUEST and leaf.path] if value is not None else []
    )
    return next((place_in_request(leaf) for leaf in leaves), None)


def naming(app: App, trial: Trial, found: AccessGap, actor: str, part: tuple[str, str], key: Any) -> Request:
    """The request of the endpoint as `actor` would send it, with the key in its place."""
    endpoint, arrangement = found.endpoint, Arrangement(app, trial, actor)
    place, name = part
    path = arrangement.path(endpoint, **({name: key} if place == "params" else {}))
    path += query_string(arrangement, endpoint, found.query.facts)
    if place == "query":
        path = with_query(path, name, key)
    body = agreeing(arrangement.body(endpoint), found.query.facts) if takes_body(endpoint) else None
    if body is not None and place in ("body", "parsed"):
        body = in_body(body, name, key)
    return Request(actor=actor, method=endpoint.method, path=path, json=body)


def _counted(trial: Trial, table: str, column: str, key: Any) -> tuple[str, tuple[Any, ...]]:
    database = database_of(trial)
    return f'select count(*) as found from {database.quoted(table)} where "{column}" = %s', (key,)


def _sent(
    experiment: Experiment, request: Request, table: str, column: str, key: Any
) -> tuple[int, int, Any]:
    """The rows before and after it, and its answer."""
    trial = experiment.trial
    query = _counted(trial, table, column, key)
    before = int(database_of(trial).query(*query)[0]["found"])
    says = f"{request.actor} sends the request that names her"
    name = request.actor if isinstance(request.actor, str) else request.actor.name
    answer = experiment.send(name, request.method, request.path, says=says, json=request.json)
    after = int(database_of(trial).query(*query)[0]["found"])
    experiment.note(
        "observe", f"rows of {table} with {column} {key}", shows=f"{before} before, {after} after"
    )
    return before, after, answer
