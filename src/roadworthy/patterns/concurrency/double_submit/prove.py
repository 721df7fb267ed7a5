"""Sends one request twice at the same instant and counts what it left."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import structs

from roadworthy.app import App, Query
from roadworthy.catalogue import Gap
from roadworthy.errors import TrialUnavailable
from roadworthy.patterns.concurrency.double_submit.by_click import by_click
from roadworthy.patterns.concurrency.double_submit.counting import counted
from roadworthy.patterns.concurrency.double_submit.detect import judge
from roadworthy.patterns.concurrency.double_submit.finding import Repeat
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.agreeing import none_found
from roadworthy.proof.arrangement import Arrangement
from roadworthy.proof.as_it_was import is_as_it_was
from roadworthy.proof.clicking import double_click
from roadworthy.proof.experiment import database_of, sql_line
from roadworthy.proof.lean_request import without_optional_keys
from roadworthy.proof.ownership import person_key
from roadworthy.proof.page_text import said
from roadworthy.proof.repeats import send_past_limits
from roadworthy.proof.replay import Check, Replay, Stage
from roadworthy.proof.valid_request import ValidRequest, valid_request
from roadworthy.trial import Request, Trial
from roadworthy.views.data.absences import absence_check
from roadworthy.views.pages.submitting import senders
from roadworthy.views.people.people import owner_of, users_table

_ARRANGED = "arranged"
# A look before the insert is passed only when requests meet within its few milliseconds.
_TRIES = 10
_AT_ONCE, _IN_PAIRS, _IN_CROWDS = 8, 2, 4
# Long enough for another second of the clock, short enough for an impatient person.
_LATER_SECONDS = 1.2
# What is written behind an answer begins within a moment of it, on a busy machine too.
_WRITES_SECONDS, _LOOKS_SECONDS = 2.0, 0.05


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """The same request, with the same Idempotency-Key as a client sends that retries: once alone, then at once."""
    found: Repeat = gap.details
    what = _one(found)
    experiment = Experiment(trial, f"The same request sent twice leaves one {what}")
    if found.endpoint.kind == "component":
        return by_click(experiment, found, trial, app)
    if found.update is not None and counted(found.update) is None:
        return experiment.untestable("records within a row's list are not counted by the experiment")
    does = found.insert or found.charge or found.update
    facts = does.facts if does is not None else ()
    # As the app asks for it now: a repair may have given it a field that tells attempts apart.
    request = valid_request(app, trial, app.endpoint(found.endpoint.subject) or found.endpoint, facts)
    looked = absence_check(found.endpoint, found.insert) if found.insert is not None else None
    if looked is not None:
        # Who is in already is told so: the first time is repeated.
        own = Arrangement(app, trial, request.actor if request.actor in trial.actors else "")
        none_found(own, found.endpoint, looked, request.body)
    database_of(trial).snapshot(_ARRANGED)
    sent = _alone(experiment, found, trial, app, request)
    if isinstance(sent, str):
        return experiment.untestable(f"the request alone is not accepted: {sent}")
    found, request, done = sent
    clicked = _clicked_twice(experiment, found, trial, app, request.actor)
    return _repeat(experiment, found, trial, app, request, done, clicked)


def _alone(
    experiment: Experiment, found: Repeat, trial: Trial, app: App, request: ValidRequest
) -> tuple[Repeat, ValidRequest, int] | str:
    """The request that works, and how many rows or payments it leaves, by whose they are counted; in words why there is none. What
    somebody at a till enters belongs to whom it is for, and not to who enters it."""
    why = ""
    only = found.insert is None and found.update is None
    ways = [found] if only else [found, structs.replace(found, anybodys=True)]
    leaner = without_optional_keys(app, found.insert, request) if found.insert is not None else request
    for one in (leaner,) if leaner == request else (leaner, request):
        database_of(trial).restore(_ARRANGED)
        before = [_left(way, trial, app, one.actor) for way in ways]
        answer = send_past_limits(
            experiment, one, "alone-00000001", "the request alone, to see that it works"
        )
        done = _came(trial, app, one.actor, ways, before, answered=answer.ok)
        worked = [(way, number) for way, number in zip(ways, done, strict=True) if answer.ok and number > 0]
        if worked:
            return worked[0][0], one, worked[0][1]
        why = f"{answer.status}, and left {done[0]} new: {said(answer)[:80]}"
    return why


def _came(
    trial: Trial, app: App, actor: str, ways: Sequence[Repeat], before: Sequence[int], *, answered: bool
) -> list[int]:
    """What came of it, by each way to count it, when nothing more comes: an app may answer first and write afterwards."""

    def come() -> list[int]:
        return [_left(way, trial, app, actor) - was for way, was in zip(ways, before, strict=True)]

    ends, now = time.monotonic() + _WRITES_SECONDS, come()
    while answered and time.monotonic() < ends:
        time.sleep(_LOOKS_SECONDS)
        last, now = now, come()
        if now == last and any(now):
            break
    return now


def _one(found: Repeat) -> str:
    if found.update is not None:
        return f"change of {found.update.table}"
    return f"row in {found.insert.table}" if found.insert is not None else "payment"


def _clicked_twice(
    experiment: Experiment, found: Repeat, trial: Trial, app: App, actor: str
) -> tuple[str, int]:
    """What a double click in a browser left: the control and the number of rows or payments; ('', 0) where none could be made."""
    for sender in senders(app, found.endpoint):
        database_of(trial).restore(_ARRANGED)
        before = _left(found, trial, app, actor)
        try:
            click = double_click(app, trial, sender, actor)
        except TrialUnavailable as unavailable:
            experiment.note("act", f"no double click: {unavailable}")
            return "", 0
        left = _left(found, trial, app, actor) - before
        what = f"double click on “{click.label}” on {click.route}"
        if click.missing or not left or click.screenshot is None:
            experiment.note("act", what, shows=f"not counted: {click.missing or 'nothing came of it'}")
            continue
        experiment.note("act", what, shows=f"{left} came of it")
        experiment.picture(str(click.screenshot), f"{click.route} after the double click: {left} came of it")
        return click.label, left
    return "", 0


def _repeat(
    experiment: Experiment,
    found: Repeat,
    trial: Trial,
    app: App,
    request: ValidRequest,
    once: int,
    clicked: tuple[str, int],
) -> Reproduction:
    raced = found.insert is not None and absence_check(found.endpoint, found.insert) is not None
    # What the first request takes away (a cart, a code) keeps the second out only once it is gone: two may not meet in that time.
    numbers = [_AT_ONCE] * _TRIES if raced else [*[2] * _IN_PAIRS, *[_AT_ONCE] * _IN_CROWDS]
    what = f"rows in {found.insert.table}" if found.insert is not None else "payments"
    what = f"more or less of {found.update.table}" if found.update is not None else what
    label, by_click = clicked
    too = f"; a double click on “{label}” left {by_click}" if label else ""
    for attempt, number in enumerate(numbers, 1):
        experiment.tries = attempt
        database_of(trial).restore(_ARRANGED)
        before = _left(found, trial, app, request.actor)
        same = Request(
            actor=request.actor,
            method=request.method,
            path=request.path,
            json=request.body,
            headers={"Idempotency-Key": f"attempt-{attempt:08d}"},
        )
        stage = Stage(app, trial)
        answers = experiment.together([same] * number, says=f"the same request {number} times at once")
        done = any(answer.ok for answer in answers)
        (left,) = _came(trial, app, request.actor, [found], [before], answered=done)
        experiment.note("observe", f"{what} that came of it", shows=str(left))
        if left > once:
            return experiment.proven(
                f"one request sent {number} times at once left {left} {what}{too}",
                _replay(stage, same, number, once, found, trial, app),
            )
        if any(answer.status == 429 for answer in answers):
            # A limit counts in the app's memory; without it the requests meet again.
            trial.restart()
        elif left < once and not any(answer.ok for answer in answers):
            return experiment.untestable(f"none was accepted: {', '.join(str(a.status) for a in answers)}")
    if by_click > once:
        return experiment.proven(
            f"a double click on “{label}” left {by_click} {what}, a single request {once}"
        )
    late = 0 if raced else _again_later(experiment, found, trial, app, same, request.actor)
    if late > once:
        return experiment.proven(
            f"one request sent again {_LATER_SECONDS:g} s after it was carried out left {late} {what}{too}; at once, {once}"
        )
    if not label and _keyed_by_client(app, found, request):
        return experiment.untestable(
            "the client chooses the key of the row: the same key twice is refused, and whether each click makes a new one was not seen"
        )
    if raced and is_as_it_was(app, found.endpoint, judge):
        # What the source allows did not happen: the moment between the look and the row may be too short to be met from here.
        return experiment.untestable(
            f"in {len(numbers)} tries no two of {number} requests at once met between the look for such a row and the row itself"
        )
    return experiment.cleared(
        f"one request sent {number} times at once left {once} of the {what}, in {len(numbers)} tries{too}"
    )


def _again_later(
    experiment: Experiment, found: Repeat, trial: Trial, app: App, same: Request, actor: str
) -> int:
    """What one request and its repetition left, as of a client that waited in vain for the answer. Two at once may meet in a
    name made of the present second, which is no protection."""
    database_of(trial).restore(_ARRANGED)
    before = _left(found, trial, app, actor)
    # To the letter, with the token of its form as well: a token that is good for one request protects.
    same = msgspec.structs.replace(same, headers={"Idempotency-Key": "later-00000001"})
    for says in ("the request", "the same request once more, as whoever saw no answer repeats it"):
        experiment.together([same], says=says)
        time.sleep(_LATER_SECONDS)
    return _left(found, trial, app, actor) - before


def _keyed_by_client(app: App, found: Repeat, request: ValidRequest) -> bool:
    """Whether the body holds the new row's own key."""
    table = app.table(found.insert.table) if found.insert is not None else None
    body = request.body if isinstance(request.body, dict) else {}
    return table is not None and any(column.primary and column.field in body for column in table.columns)


def _replay(
    stage: Stage, same: Request, number: int, once: int, found: Repeat, trial: Trial, app: App
) -> Replay | None:
    """Rows alone can be counted by a test; payments are seen by the doubles."""
    if found.insert is None or not isinstance(same.actor, str):
        return None
    counted = sql_line(*_counting(found, trial, app, same.actor))
    # Where the pair is there already, a second run would meet no race. Rows that are nobody's are left alone.
    clean = counted.replace("select count(*) as n", "delete", 1) if " where " in counted else ""
    return stage.replay(same, Check("count", sql=counted, clean=clean, more=once), times=number)


def _left(found: Repeat, trial: Trial, app: App, actor: str) -> int:
    """How many rows of the person, or payments asked for, there are; how far a number is from where it began."""
    if found.update is not None:
        return _reckoned(found, found.update, trial, app, actor)
    if found.insert is not None:
        return _rows(found, trial, app, actor)
    service = found.charge.service if found.charge is not None else ""
    keys = [
        request.headers.get("idempotency-key") or f"none-{number}"
        for number, request in enumerate(trial.doubles.requests())
        if request.method == "POST" and service in request.host
    ]
    return len(set(keys))


def _reckoned(found: Repeat, update: Query, trial: Trial, app: App, actor: str) -> int:
    """The sum of a number; of people's, what is taken from the sender alone: what one sends another gets, and the sum stays."""
    write = counted(update)
    assert write is not None
    database, people = database_of(trial), users_table(app)
    taken = write.value.operation == "-"
    where, values = "", tuple[Any, ...]()
    if taken and not found.anybodys and people is not None and people.name == update.table:
        key = people.primary_key[0] if people.primary_key else "id"
        own = trial.actors[actor].identity.get(key) if actor in trial.actors else None
        where, values = f" where {database.quoted(key)} = %s", (own,)
    total = f"coalesce(sum({database.quoted(write.column)}), 0)"
    sql = f"select {total} as n from {database.quoted(update.table)}{where}"
    number = int(database.query(sql, values)[0]["n"])
    return -number if taken else number


def _rows(found: Repeat, trial: Trial, app: App, actor: str) -> int:
    return int(database_of(trial).query(*_counting(found, trial, app, actor))[0]["n"])


def _counting(found: Repeat, trial: Trial, app: App, actor: str) -> tuple[str, tuple[Any, ...]]:
    """The query for the rows of the person."""
    assert found.insert is not None
    database, table = database_of(trial), found.insert.table
    owner = owner_of(app, table) if not found.anybodys else None
    person = person_key(app, trial, table, owner.column, actor) if owner is not None else None
    counted = f"select count(*) as n from {database.quoted(table)}"
    if owner is None or owner.through or person is None:
        return counted, ()
    return f'{counted} where "{owner.column}" = %s', (person,)
