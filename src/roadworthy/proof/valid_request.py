"""A request that an endpoint accepts from an actor: for rows of their own, in the state that the endpoint asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec

from roadworthy.app import App, Column, Endpoint, Fact, Filter, Origin, Query, Table
from roadworthy.proof.actions import takes_body
from roadworthy.proof.agreeing import agreeing, of_its_work, rows_that_hold, stated
from roadworthy.proof.agreeing_query import agreeing_query, of_first_choice
from roadworthy.proof.arrangement import Arrangement, parameters
from roadworthy.proof.bare_body import bare_body
from roadworthy.proof.body_places import as_sent
from roadworthy.proof.experiment import Experiment, database_of
from roadworthy.proof.joined_days import with_joined_days
from roadworthy.proof.rehearsal import give_rows, wants_rows
from roadworthy.proof.samples import sample
from roadworthy.proof.taken_role import take_role, wanted_role
from roadworthy.regex import regex
from roadworthy.trial import Response, Trial
from roadworthy.trial.people import role_of
from roadworthy.views.people.access import ROLE, SIGNED_IN, Access
from roadworthy.views.people.people import users_table

_PLENTY = 1_000
_AS_TOLD = "the request as the app says it should be"
_CHANGING = ("POST", "PUT", "PATCH", "DELETE", "ACTION")
# The password that somebody has, beside the one that they want: `currentPassword`, `old_password`.
_PRESENT = regex(r"current|old|present|existing", re.I)
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


def valid_request(
    app: App, trial: Trial, endpoint: Endpoint, facts: Sequence[Fact] = (), *, read: Sequence[Fact] = ()
) -> ValidRequest:
    """The request. `facts` are what holds where the endpoint is to get to: rows are looked for, or made, that agree
    with them; so are rows of the actor's own that the endpoint does not do without, which a rehearsal tells. `read` holds where rows are
    read that the answer is to show: whoever asks takes the role that it wants, and says what it asks for in the query string. Raises TrialUnavailable when rows cannot be made."""
    facts = facts or of_its_work(endpoint)
    role = wanted_role(app, endpoint, (*facts, *read))
    actor = "alice" if role is not None and take_role(app, trial, "alice", role) else _actor(trial, endpoint)
    arrangement = Arrangement(app, trial, actor if actor in trial.actors else "")

    def send() -> Response:
        made = _made(arrangement, endpoint, facts, actor, read)
        return trial.send(made.actor, made.method, made.path, json=made.body)

    if endpoint.method in _CHANGING and wants_rows(app, trial, endpoint, arrangement, send):
        give_rows(app, endpoint, arrangement)
    return _made(arrangement, endpoint, facts, actor, read)


def send_valid(
    experiment: Experiment, request: ValidRequest, says: str, kind: str = "act", timeout: float = 10.0
) -> Response:
    """Sends it, its body included, as a step of an experiment."""
    return experiment.send(
        request.actor, request.method, request.path, says=says, kind=kind, json=request.body, timeout=timeout
    )


def _made(
    arrangement: Arrangement, endpoint: Endpoint, facts: Sequence[Fact], actor: str, read: Sequence[Fact] = ()
) -> ValidRequest:
    app, trial = arrangement.app, arrangement.trial
    _stock_up(app, trial, endpoint, facts, actor)
    known = {}
    for name in parameters(endpoint.path):
        value = _own_key(arrangement, endpoint, "params", name, facts)
        if value is not None:
            known[name] = value
    path = arrangement.path(endpoint, **known) + query_string(arrangement, endpoint, (*facts, *read))
    body = _body(arrangement, endpoint, trial, actor) if takes_body(endpoint) else None
    if body is not None:
        body = with_joined_days(endpoint, facts, agreeing(body, facts))
    rows_that_hold(arrangement, endpoint, facts, body)
    bare = bare_body(app, endpoint) if body is not None else None
    sent = as_sent(endpoint, body) if body is not None and bare is None else bare
    return ValidRequest(actor, endpoint.method, path, sent)


def send_corrected(
    request: ValidRequest, says: str, send: Callable[[ValidRequest, str], Response]
) -> tuple[ValidRequest, Response]:
    """Sends it, and once more where the app tells what is wrong with it: the request that was sent last, and its answer. `send`
    is told what the step says."""
    answer = send(request, says)
    better = corrected(request, answer)
    return (request, answer) if better is None else (better, send(better, _AS_TOLD))


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
                allowed[1]
                if allowed
                else sample(str(place[1]), str(problem.get("type", "")).replace("_", " "))
            )
    changed = f"{path}?{urlencode(values)}" if values else path
    return msgspec.structs.replace(request, path=changed) if changed != request.path else None


def _stock_up(app: App, trial: Trial, endpoint: Endpoint, facts: Sequence[Fact], actor: str) -> None:
    """Makes a row that has enough of what the endpoint takes away: `where stock >= quantity`, `if (stock < quantity)`. Of what
    people have themselves (`if (user.credits < 1)`) the actor gets enough."""
    for table_name, name in needed_amounts(endpoint, facts):
        table = app.table(table_name)
        column = table.column(name) if table is not None else None
        if table is None or column is None or not column.numeric or table.name not in _kept(trial):
            continue
        if not _given_to(app, trial, table, column, actor):
            database_of(trial).fill(table.name, 1, fixed={column.name: _PLENTY})


def needed_amounts(endpoint: Endpoint, facts: Sequence[Fact]) -> tuple[tuple[str, str], ...]:
    """The columns, with their tables, that an endpoint wants enough in."""
    needed = [
        (item.table or query.table, item.column)
        for query in endpoint.queries
        for item in query.filters
        if query.operation == "update" and item.operator in (">=", ">")
    ]
    for fact in facts:
        larger = fact.left if not fact.holds else fact.right
        if fact.operator in ("<", "<=") and larger is not None:
            needed += [
                (leaf.table, leaf.path[-1]) for leaf in _chosen(larger) if leaf.kind == "row" and leaf.path
            ]
    return tuple(dict.fromkeys(needed))


def _chosen(origin: Origin) -> Iterator[Origin]:
    """A value, or each of those that it is one of: the column of a row that is there, or of none."""
    if origin.operation in ("choice", "or", "??"):
        for one in origin.inputs:
            yield from _chosen(one)
    else:
        yield origin


def _given_to(app: App, trial: Trial, table: Table, column: Column, actor: str) -> bool:
    """Whether the actor is a row of the table, which then has enough."""
    people = users_table(app)
    if people is None or people.name != table.name or actor not in trial.actors or not table.primary_key:
        return False
    key = table.primary_key[0]
    known = trial.actor(actor).identity.get(key)
    if known is None:
        return False
    database = database_of(trial)
    database.execute(
        f'update {database.quoted(table.name)} set "{column.name}" = %s where "{key}" = %s', (_PLENTY, known)
    )
    return True


def _kept(trial: Trial) -> list[str]:
    return trial.database.tables() if trial.database is not None else []


def query_string(arrangement: Arrangement, endpoint: Endpoint, facts: Sequence[Fact]) -> str:
    """The parts of the query string that the endpoint insists on."""
    values: dict[str, Any] = {}
    for check in endpoint.checks:
        leaves = list(check.subject.sources())
        for name, rule in check.fields if any(leaf.kind == "query" for leaf in leaves) else ():
            if not {"optional", "default"} & set(rule.split()):
                key = _own_key(arrangement, endpoint, "query", name, facts)
                values[name] = sample(name, rule) if key is None else key
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
        names = [name for name in names if not _only_narrows(endpoint, name)]
        for name in (name for name in names if name not in _PAGING):
            key = _own_key(arrangement, endpoint, "query", name, facts)
            values[name] = sample(name, "") if key is None else key
    values = agreeing_query(values, facts or of_first_choice(endpoint))
    return f"?{urlencode(values)}" if values else ""


def _only_narrows(endpoint: Endpoint, name: str) -> bool:
    """Whether a parameter does no more than narrow down what is found, where it is given: an example of it would miss every row."""
    by = [
        item.optional
        for query in endpoint.queries
        for item in query.filters
        if any(leaf.kind == "query" and name in leaf.path for leaf in item.value.sources())
    ]
    return bool(by) and all(by)


def _actor(trial: Trial, endpoint: Endpoint) -> str:
    guards = Access(endpoint).anywhere()
    if ROLE in guards:
        return "admin"
    if _for_strangers(endpoint):
        return "anonymous"
    return "alice" if "alice" in trial.actors or SIGNED_IN in guards else "anonymous"


def asks_who_sends(endpoint: Endpoint) -> bool:
    """Whether what an endpoint does hangs on who sends the request: it asks for them, or finds or writes rows by them without asking
    (`current_user.id` of a visitor ends in a 500)."""
    values = [item.value for query in endpoint.queries for item in query.filters]
    values += [write.value for query in endpoint.queries for write in query.writes]
    by_session = any(leaf.kind == "session" for value in values for leaf in value.sources())
    return by_session or SIGNED_IN in Access(endpoint).anywhere()


def _for_strangers(endpoint: Endpoint) -> bool:
    """Whether it does something only for who is not signed in: a registration that leads everybody else on to their own page."""
    reached = [query.facts for query in endpoint.queries] + [call.facts for call in endpoint.services]
    return bool(reached) and all(any(_is_stranger(fact) for fact in facts) for facts in reached)


def _is_stranger(fact: Fact) -> bool:
    return fact.operator == "truthy" and not fact.holds and fact.left.kind == "session"


def _own_key(
    arrangement: Arrangement, endpoint: Endpoint, part: str, name: str, facts: Sequence[Fact]
) -> Any:
    """The key of a row that a parameter of the path or query chooses: the actor's own where rows have owners."""
    for query in endpoint.queries:
        for item in query.filters:
            chosen = any(leaf.kind == part and name in leaf.path for leaf in item.value.sources())
            if (
                not chosen
                or not query.table
                or (part == "query" and not _is_key(arrangement.app, query, item))
            ):
                continue
            wanted = {**stated(query), **asked_for(arrangement.app, query.table, facts)}
            row = arrangement.own_row(query.table, **wanted)
            if row is not None and item.column in row:
                return row[item.column]
    return None


def _is_key(app: App, query: Query, item: Filter) -> bool:
    """Whether a filter picks rows by a key; a search by words or amounts is answered without a row as well."""
    table = app.table(item.table or query.table)
    column = table.column(item.column) if table is not None else None
    return column is not None and (column.primary or column.unique or column.references is not None)


def _body(arrangement: Arrangement, endpoint: Endpoint, trial: Trial, actor: str) -> dict[str, Any]:
    """The body; where it asks for what the actor alone knows, what they typed when they came in."""
    body = arrangement.body(endpoint)
    door = trial.plan.doors.login
    at_door = door is not None and (door.method, door.path) == (endpoint.method, endpoint.path)
    # Whoever comes to the door comes in as alice.
    who = "alice" if at_door and actor == "anonymous" else actor
    typed = trial.actor(who).credentials if who in trial.actors else {}
    entry = trial.actor(who).entry if at_door and who in trial.actors else None
    accepted = (entry.json or entry.form) if entry is not None else None
    if isinstance(accepted, dict):
        # What a `username` is to be (the address, a name) the door has told.
        return {**body, **accepted}
    for name in body:
        role = role_of(name, "unknown")
        if role == "password" and (at_door or _PRESENT.search(name)):
            body[name] = typed.get("password", body[name])
        elif role in ("email", "username") and at_door:
            body[name] = typed.get(role, body[name])
    return body


def asked_for(app: App, table: str, facts: Sequence[Fact]) -> dict[str, Any]:
    """`order.status == 'placed'`: the columns that a row of a table must hold certain values in."""
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
        if fact.operator == "truthy" and row is not None and row.path:
            # `if (user.verified)`, or its opposite.
            column = known.column(row.path[-1]) if known is not None else None
            if column is not None and column.type.startswith("bool"):
                found[column.name] = fact.holds
    return found
