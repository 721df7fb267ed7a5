"""A request that an endpoint accepts from an actor: for rows of their own, in the state that the endpoint asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec

from roadworthy.app import App, Endpoint, Fact
from roadworthy.proof.arrangement import Arrangement, parameters, sample
from roadworthy.proof.experiment import database_of
from roadworthy.trial import Response, Trial
from roadworthy.views.people.access import ROLE, SIGNED_IN, Access
from roadworthy.views.people.people import owner_of, users_table

_PLENTY = 1_000
# Left out, they leave the endpoint at its own defaults.
_PAGING = {
    "limit",
    "offset",
    "page",
    "cursor",
    "skip",
    "take",
    "size",
    "per_page",
    "sort",
    "order",
    "q",
    "search",
}


class ValidRequest(msgspec.Struct, frozen=True):
    """`body` is None for methods that take none."""

    actor: str
    method: str
    path: str
    body: Any = None


def valid_request(app: App, trial: Trial, endpoint: Endpoint, facts: Sequence[Fact] = ()) -> ValidRequest:
    """The request. `facts` are what holds where the endpoint is to get to: rows are looked for, or made, that agree
    with them. Raises TrialUnavailable when rows cannot be made."""
    actor = _actor(trial, endpoint)
    arrangement = Arrangement(app, trial)
    _stock_up(app, trial, endpoint, facts)
    known = {}
    for name in parameters(endpoint.path):
        value = _own_key(app, trial, endpoint, name, actor, facts)
        if value is not None:
            known[name] = value
    path = arrangement.path(endpoint, **known) + _query(endpoint)
    body = arrangement.body(endpoint) if endpoint.method in ("POST", "PUT", "PATCH") else None
    return ValidRequest(actor, endpoint.method, path, body)


def corrected(request: ValidRequest, answer: Response) -> ValidRequest | None:
    """The request with the query parameters that FastAPI's own 422 names put right; None when there is nothing to
    put right. Its `detail` lists what is wrong: where (`loc`) and in words (`msg`)."""
    body = answer.json()
    problems = body.get("detail") if answer.status == 422 and isinstance(body, dict) else None
    path, _, query = request.path.partition("?")
    values = dict(parse_qsl(query))
    for problem in problems if isinstance(problems, list) else []:
        place = problem.get("loc") or ["", ""]
        allowed = re.search(r"'([^']+)'", str(problem.get("msg", "")))
        if place[0] == "query" and len(place) > 1:
            values[str(place[1])] = (
                allowed[1] if allowed else sample(str(place[1]), str(problem.get("type", "")))
            )
    changed = f"{path}?{urlencode(values)}" if values else path
    return msgspec.structs.replace(request, path=changed) if changed != request.path else None


def _stock_up(app: App, trial: Trial, endpoint: Endpoint, facts: Sequence[Fact]) -> None:
    """Makes a row that has enough of what the endpoint takes away: `where stock >= quantity`, `if (stock < quantity)`."""
    needed = [
        (item.table or query.table, item.column)
        for query in endpoint.queries
        for item in query.filters
        if query.operation == "update" and item.operator in (">=", ">")
    ]
    for fact in facts:
        larger = fact.left if not fact.holds else fact.right
        if fact.operator in ("<", "<=") and larger is not None and larger.kind == "row" and larger.path:
            needed.append((larger.table, larger.path[-1]))
    for table_name, name in dict.fromkeys(needed):
        table = app.table(table_name)
        column = table.column(name) if table is not None else None
        if table is not None and column is not None and column.numeric and table.name in _kept(trial):
            database_of(trial).fill(table.name, 1, fixed={column.name: _PLENTY})


def _kept(trial: Trial) -> list[str]:
    return trial.database.tables() if trial.database is not None else []


def _query(endpoint: Endpoint) -> str:
    """The parts of the query string that the endpoint insists on."""
    values: dict[str, Any] = {}
    for check in endpoint.checks:
        leaves = list(check.subject.sources())
        for name, rule in check.fields if any(leaf.kind == "query" for leaf in leaves) else ():
            if not {"optional", "default"} & set(rule.split()):
                values[name] = sample(name, rule)
    # Without a schema that names them: what the handler reads.
    unchecked = not values and not any(
        leaf.kind == "query" for c in endpoint.checks for leaf in c.subject.sources()
    )
    if unchecked:
        names = [
            item.name
            for item in endpoint.inputs
            if item.part == "query" and item.name and "." not in item.name
        ]
        values = {name: sample(name, "") for name in names if name not in _PAGING}
    return f"?{urlencode(values)}" if values else ""


def _actor(trial: Trial, endpoint: Endpoint) -> str:
    guards = Access(endpoint).anywhere()
    if ROLE in guards:
        return "admin"
    return "alice" if "alice" in trial.actors or SIGNED_IN in guards else "anonymous"


def _own_key(app: App, trial: Trial, endpoint: Endpoint, name: str, actor: str, facts: Sequence[Fact]) -> Any:
    """The key of a row that a path's parameter chooses: the actor's own where rows have owners."""
    for query in endpoint.queries:
        for item in query.filters:
            if not any(leaf.kind == "params" and name in leaf.path for leaf in item.value.sources()):
                continue
            fixed = {**_owned(app, trial, query.table, actor), **_asked_for(app, query.table, facts)}
            row = Arrangement(app, trial).row(query.table, **fixed) if fixed else None
            if row is not None and item.column in row:
                return row[item.column]
    return None


def _owned(app: App, trial: Trial, table: str, actor: str) -> dict[str, Any]:
    owner, people = owner_of(app, table), users_table(app)
    if owner is None or owner.through or people is None or not people.primary_key:
        return {}
    person = trial.actor(actor).identity.get(people.primary_key[0])
    return {owner.column: person} if person is not None else {}


def _asked_for(app: App, table: str, facts: Sequence[Fact]) -> dict[str, Any]:
    """`order.status == 'placed'`: the columns that a row must hold certain values in."""
    known = app.table(table)
    found: dict[str, Any] = {}
    for fact in facts:
        sides = (fact.left, fact.right)
        row = next((s for s in sides if s is not None and s.kind == "row" and s.table == table), None)
        constant = next((s for s in sides if s is not None and s.kind == "constant"), None)
        if fact.operator == "==" and fact.holds and row is not None and row.path and constant is not None:
            column = known.column(row.path[-1]) if known is not None else None
            if column is not None:
                found[column.name] = constant.value
    return found
