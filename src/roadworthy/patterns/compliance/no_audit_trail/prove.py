"""Does what has to be told afterwards, and looks for a new row that says who did it."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from msgspec import Struct

from roadworthy.app import App, Endpoint
from roadworthy.catalogue import Gap
from roadworthy.errors import TrialUnavailable
from roadworthy.patterns.compliance.no_audit_trail.finding import AuditGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of
from roadworthy.proof.failing import printed
from roadworthy.proof.hosted_changes import HostedChange, hosted_change
from roadworthy.proof.valid_request import valid_request
from roadworthy.regex import regex
from roadworthy.trial import Actor, Database, Trial
from roadworthy.views.people.people import users_table

_RECORDS = regex(r"audit|activit|history|event|(^|_)logs?$|change", re.I)
_BESIDE = regex(r"session|token|idempot|migration|rate_?limit|cache", re.I)
_TRIED = 4
_ROWS = 2_000
# At a sign-in the session names the person, which is no record.
_SIGN_IN, _DELETION = "sign-in", "deletion"
# Columns that say that a row is over, though it stays.
_OVER = regex(r"delet|archiv|removed|(^|_)active$|status|trash|hidden", re.I)


class Done(Struct, frozen=True):
    """An action that was done: what it left in the database, and in the log."""

    subject: str
    record: str
    told: str


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Each kind of action in turn, those of administrators first."""
    experiment = Experiment(trial, "An action that matters leaves a record of who did it, what and when")
    found: AuditGap = gap.details
    recorded: list[Done] = []
    reasons: list[str] = []
    for action in [one for one in found.actions if one.kind != _SIGN_IN]:
        try:
            done = _do(experiment, app, action.subject, action.kind)
        except TrialUnavailable as missing:
            reasons.append(str(missing))
            continue
        if isinstance(done, str):
            reasons.append(done)
        elif done.record:
            recorded.append(done)
        elif done.told:
            reasons.append(f"the log alone tells who did {done.subject}: {done.told}")
        else:
            return experiment.proven(
                f"{done.subject} was done, and no new row of any table says who did it ({action.kind})"
            )
        if len(recorded) + len(reasons) >= _TRIED * 2 or len(recorded) >= _TRIED:
            break
    if recorded:
        return experiment.cleared(f"{recorded[0].subject} left a row in {recorded[0].record}")
    return experiment.untestable(
        reasons[0] if reasons else "only sign-ins have to be told, and a session names who signed in"
    )


def _do(experiment: Experiment, app: App, subject: str, kind: str) -> Done | str:
    trial, database = experiment.trial, database_of(experiment.trial)
    trial.reset()
    deed = _deed(experiment, app, subject)
    if deed is None:
        return f"{subject} is no request that can be sent"
    before = _all_rows(database)
    trial.doubles.clear()
    mark = trial.log_mark()
    refused = deed.make()
    if refused:
        return refused
    actor = trial.actor(deed.actor)
    log = printed(trial, mark)
    after = _all_rows(database)
    new = {table: [row for row in rows if row not in before.get(table, [])] for table, rows in after.items()}
    shown = ", ".join(f"{len(rows)} in {table}" for table, rows in new.items() if rows) or "none"
    experiment.note("observe", "rows that are new or changed", shows=shown)
    if after == before and not trial.doubles.requests():
        return f"{subject} was answered and changed nothing: there was nothing to write down"
    if kind == _DELETION and not _took_away(before, after):
        return f"{subject} was answered and took nothing away: there was no deletion to write down"
    hosts = sorted({one.host for one in trial.doubles.requests() if _RECORDS.search(one.host + one.path)})
    if hosts:
        return f"{subject} is told to {hosts[0]}, whose record is out of sight"
    record = next((t for t, rows in new.items() if _is_record(app, t, rows, actor, deed.tables)), "")
    return Done(subject, record, "" if record else _in_log(log, actor, app))


def _took_away(before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]) -> bool:
    """Whether a table has fewer rows now, or one of them is marked as over: what may empty a basket also fills it."""
    return any(
        len(after.get(table, [])) < len(rows)
        or Counter(map(_marks, rows)) - Counter(map(_marks, after.get(table, [])))
        for table, rows in before.items()
    )


def _marks(row: dict[str, Any]) -> str:
    return str([value for name, value in row.items() if _OVER.search(name)])


class Request:
    """Something that is done by a request of the app's own. `tables` are those that it is about."""

    def __init__(self, experiment: Experiment, app: App, endpoint: Endpoint) -> None:
        self._experiment, self._endpoint = experiment, endpoint
        self._request = valid_request(app, experiment.trial, endpoint)
        self.actor = self._request.actor
        self.tables = {query.table for query in endpoint.queries}

    def make(self) -> str:
        """Why it was refused, '' for done."""
        request = self._request
        answer = self._experiment.send(
            request.actor, request.method, request.path, says=f"{request.actor} does it", json=request.body
        )
        return "" if answer.ok else f"{self._endpoint.subject} was answered {answer.status}"


def _deed(experiment: Experiment, app: App, subject: str) -> Request | HostedChange | None:
    """By the app's own request, else by what the page asks of the database directly, deletions first."""
    endpoint = app.endpoint(subject)
    if endpoint is not None:
        return Request(experiment, app, endpoint)
    queries = [query for work in app.works if work.subject == subject for query in work.queries]
    for query in sorted(queries, key=lambda one: one.operation != "delete"):
        found = hosted_change(experiment, app, query)
        if found is not None:
            return found
    return None


def _all_rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    tables = [name for name in database.tables() if not _BESIDE.search(name)]
    return {name: database.query(f"select * from {database.quoted(name)} limit {_ROWS}") for name in tables}


def _is_record(app: App, table: str, rows: list[dict[str, Any]], actor: Actor, own: set[str]) -> bool:
    """Whether a new row tells who did it: in a table made for records, or in one that the action itself is not about."""
    people = users_table(app)
    if people is not None and table == people.name:
        return False
    beside = table not in own or bool(_RECORDS.search(table))
    return beside and any(any(_names(app, value, actor) for value in row.values()) for row in rows)


def _names(app: App, value: Any, actor: Actor) -> bool:
    key = _key(app, actor)
    text = str(value)
    mail = actor.credentials.get("email") or "\0"
    return (
        value == key
        or text == str(key)
        or re.search(rf"\b(user|actor|admin)\W?{re.escape(str(key))}\b", text) is not None
        or mail in text
    )


def _key(app: App, actor: Actor) -> Any:
    people = users_table(app)
    return actor.identity.get(people.primary_key[0] if people is not None and people.primary_key else "id")


def _in_log(log: str, actor: Actor, app: App) -> str:
    """A line of the log that names who did it; '' for none."""
    mail, key = actor.credentials.get("email") or "\0", str(_key(app, actor))
    named = re.compile(rf"\b(actor|by|user_?id|user|admin)\b\W{{1,4}}{re.escape(key)}\b", re.I)
    lines = [line for line in log.splitlines() if mail in line or named.search(line)]
    return lines[0].strip()[:120] if lines else ""
