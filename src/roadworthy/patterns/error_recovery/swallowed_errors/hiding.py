"""Makes what a request needs fail, and compares what is answered with the answer when there is truly nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from roadworthy.app import App
from roadworthy.patterns.error_recovery.swallowed_errors.finding import Swallowed
from roadworthy.patterns.error_recovery.swallowed_errors.server_faults import (
    Fault,
    Working,
    anew,
    candidates,
    faults,
    made_there,
    runs_through,
    send,
    working,
)
from roadworthy.patterns.error_recovery.swallowed_errors.signing_out import same_refusal
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of
from roadworthy.proof.failing import empty_table, printed
from roadworthy.proof.table_states import CHANGES, moved, states
from roadworthy.proof.valid_request import ValidRequest
from roadworthy.trial import Response
from roadworthy.views.people.people import users_table

_TRIED = 6
_NOTHING: tuple[Any, ...] = ({}, [], None)


def prove_hidden(experiment: Experiment, app: App, places: list[Swallowed]) -> Reproduction:
    """A failure that is answered exactly as 'there is none', and of which the log says nothing, is hidden."""
    held, known = "", users_table(app)
    people = known.name if known is not None else ""
    endpoints = list({e.subject: e for place in places for e in candidates(app, place)}.values())
    for endpoint in endpoints[:_TRIED]:
        normal = working(experiment, app, endpoint)
        if normal is None:
            continue
        asked = {query.table for query in endpoint.queries if made_there(query, places)}
        written = {
            query.table
            for query in endpoint.queries
            if query.operation in CHANGES and made_there(query, places)
        }
        through = any(runs_through(endpoint, place) for place in places)
        for fault in faults(experiment, app, normal):
            # What fails before or beside the place (the look-up of who is signed in) says nothing of it.
            if fault.table and fault.table not in asked and (asked or fault.table == people):
                continue
            hidden, seen = _compare(experiment, app, normal, fault, asked - {people}, written)
            if hidden:
                return experiment.proven(hidden)
            if through:
                held = held or seen
    return (
        experiment.cleared(held)
        if held
        else experiment.untestable("no request that runs through it is known, or none could be made to fail")
    )


def _compare(
    experiment: Experiment, app: App, normal: Working, fault: Fault, asked: set[str], written: set[str]
) -> tuple[str, str]:
    """How the failure was hidden, or how it showed; ('', '') where the fault did not reach this request. `asked` are the tables
    that are read at the place: one failure may stand for nothing in all of them. `written` are those that are changed there."""
    trial = experiment.trial
    trial.reset()
    mark = trial.log_mark()
    usually = anew(app, trial, normal)
    before = states(trial, {fault.table} & written)
    send(experiment, usually, f"{normal.endpoint.subject} while all is well", "arrange")
    usual = printed(trial, mark)
    changes = moved(trial, before)
    trial.reset()
    request = anew(app, trial, normal)
    mark = trial.log_mark()
    before = states(trial, changes)
    experiment.note("arrange", fault.told)
    with fault.lasts(trial):
        failed = send(experiment, request, f"{normal.endpoint.subject} meanwhile")
    log = new_lines(usual, printed(trial, mark))
    experiment.note(
        "observe", "what the log says of it that it does not say at other times", shows=log or "nothing"
    )
    subject = normal.endpoint.subject
    # Counts that are all nought say more than that their numbers are others.
    emptied = says_nothing(failed) and not says_nothing(normal.answer)
    if _alike(failed, normal.answer) and not emptied:
        done = _as_done(experiment, before) if failed.ok else ""
        return (
            f"While {fault.told}, {subject} is answered {failed.status} as always: {done}" if done else ""
        ), ""
    if failed.status >= 500 or failed.error:
        return "", f"While {fault.told}, {subject} is answered {failed.status}"
    if fault.table and _turned_away(experiment, normal, request, fault, failed):
        # The look-up of who is signed in failed: the place was not reached.
        return "", ""
    ways = [{fault.table}, asked] if len(asked) > 1 and fault.table in asked else [{fault.table}]
    if not any(_is_nothing(failed, _without(experiment, app, normal, fault, tables)) for tables in ways):
        told = (
            ""
            if failed.ok
            else f"While {fault.told}, {subject} is answered {failed.status} in words of its own"
        )
        return "", told
    if fault.host and log:
        return "", f"While {fault.told}, {subject} goes without, and the log says why"
    return (
        f"While {fault.told}, {subject} is answered {failed.status} {failed.text[:80]}: "
        "the same as when there is nothing",
        "",
    )


def _as_done(experiment: Experiment, before: dict[str, Any]) -> str:
    """That nothing was kept of what an ordinary request changes; '' where it was, or no such change is known."""
    kept = set(moved(experiment.trial, before))
    lost = [table for table in before if table not in kept]
    for table in lost:
        experiment.note("observe", f"what {table} holds when it is there again", shows="the same as before")
    return f"nothing was kept in {lost[0]}" if lost else ""


def _is_nothing(failed: Response, nothing: Response | None) -> bool:
    return nothing is not None and _alike(failed, nothing)


def _without(
    experiment: Experiment, app: App, normal: Working, fault: Fault, tables: set[str]
) -> Response | None:
    """The answer when the service or the tables truly have nothing; None when that cannot be arranged."""
    trial = experiment.trial
    trial.reset()
    request = anew(app, trial, normal)
    if fault.table:
        for table in sorted(tables):
            empty_table(database_of(trial), table)
        says = f"{normal.endpoint.subject} with {' and '.join(sorted(tables))} empty"
        return send(experiment, request, says, "arrange")
    for nothing in _NOTHING:
        trial.doubles.tell(fault.host, ("answer", 200, nothing))
        answer = send(experiment, request, f"{fault.host} answers {nothing!r}: it has nothing", "arrange")
        if answer.status < 500 and not answer.error:
            return answer
    return None


def _turned_away(
    experiment: Experiment, normal: Working, request: ValidRequest, fault: Fault, failed: Response
) -> bool:
    """Whether somebody who is signed in was answered as a stranger is, while the table was away."""
    if request.actor == "anonymous" or normal.answer.status == failed.status:
        return False
    says = f"{normal.endpoint.subject} meanwhile, without an account"
    with fault.lasts(experiment.trial):
        stranger = experiment.send(
            "anonymous", request.method, request.path, says=says, kind="arrange", json=request.body
        )
    return same_refusal(stranger, failed)


def _alike(one: Response, other: Response) -> bool:
    """The same words, or of two successes the same values: zeros, nulls and empty lists are none. Numbers aside, which may be
    those of rows."""
    if one.status == other.status and re.sub(r"\d+", "", one.text) == re.sub(r"\d+", "", other.text):
        return True
    both = (
        one.ok and other.ok and isinstance(one.json(), dict | list) and isinstance(other.json(), dict | list)
    )
    return both and sorted(map(str, _values(one.json()))) == sorted(map(str, _values(other.json())))


def says_nothing(answer: Response) -> bool:
    """Whether an answer of success has no value in it but noughts, nulls and empty lists."""
    return answer.ok and not list(_values(answer.json()))


def _values(body: Any) -> Iterator[Any]:
    if isinstance(body, dict):
        for inner in body.values():
            yield from _values(inner)
    elif isinstance(body, list):
        for inner in body:
            yield from _values(inner)
    elif body not in (None, 0, "", "0"):
        yield body


def new_lines(usual: str, log: str) -> str:
    """The lines of a log that say something new, requests aside."""
    known = {_plain(line) for line in usual.splitlines()}
    new = [line for line in log.splitlines() if line.strip() and _plain(line) not in known]
    telling = [
        line
        for line in new
        if not re.search(r'"\S* HTTP/1|\b(GET|POST|PUT|PATCH|DELETE) /\S* [1-5]\d\d\b|" [45]\d\d ', line)
    ]
    return " | ".join(line.strip()[:120] for line in telling[:3])


def _plain(line: str) -> str:
    return re.sub(r"[\d.:]+", "", line).strip()
