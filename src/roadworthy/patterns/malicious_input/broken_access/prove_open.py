"""Shows what a door that asks nobody gives, or does for, somebody without an account."""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec

from roadworthy.app import App, Endpoint
from roadworthy.catalogue import Gap
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.patterns.malicious_input.broken_access.marked_rows import mark_rows
from roadworthy.patterns.malicious_input.broken_access.prove_asked import prove_asked
from roadworthy.patterns.malicious_input.broken_access.prove_draft import prove_draft
from roadworthy.patterns.malicious_input.broken_access.prove_forged import prove_forged
from roadworthy.patterns.malicious_input.broken_access.prove_link import prove_link
from roadworthy.patterns.malicious_input.broken_access.prove_missing_key import prove_missing_key
from roadworthy.patterns.malicious_input.broken_access.prove_put_up import prove_put_up
from roadworthy.patterns.malicious_input.broken_access.prove_roles import prove_roles
from roadworthy.patterns.malicious_input.broken_access.prove_served import prove_served
from roadworthy.patterns.malicious_input.broken_access.prove_sign_up_role import prove_sign_up_role
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.actions import reads
from roadworthy.proof.experiment import database_of
from roadworthy.proof.growing_rows import give_found
from roadworthy.proof.kept_answers import forget_answers
from roadworthy.proof.page_text import said
from roadworthy.proof.replay import Check, Replay, Stage
from roadworthy.proof.valid_request import ValidRequest, valid_request
from roadworthy.trial import Database, Request, Response, Trial
from roadworthy.trial.behaviour import DoubleRequest

_NOBODY = "anonymous"
_REFUSED_ALTOGETHER = "Somebody without an account is refused: they read nothing and change nothing"
_ELSEWHERE = "https://another-site.example"
_REFUSALS = (401, 403)
_WAITS_SECONDS = 4.0
_READS = ("select", "raw")
_TABLES, _MORE = 3, 7


# Why what was judged by reading cannot be shown yet.
_NOT_YET = {
    "token": "a token with a signature of its own is not made yet",
    "update": "an update of the session by the browser is not made yet",
    "disk": "what a program does, or whether a file is gone, is not looked at yet",
    "live-data": "a Realtime Database is not run here",
    "sign-up-role": "a sign-up with metadata of its own is not made yet",
    "payment": "a payment that the service vouches for is not made yet",
    "named": "whose session is begun is not looked at yet",
    "unset": "a payment that the service vouches for is not made yet",
}

_SHOWN_BY: dict[str, Callable[[Trial, App, OpenGap], Reproduction]] = {
    "console": prove_put_up,
    "served": prove_served,
    "link": prove_link,
    "roles": prove_roles,
    "sign-up-role": prove_sign_up_role,
    "draft": prove_draft,
    "handed-on": prove_asked,
    "missing-key": prove_missing_key,
    "paid-out": prove_asked,
}


def prove_open(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Somebody without an account reads marked rows, changes rows, or has the app ask others."""
    found: OpenGap = gap.details
    experiment = Experiment(trial, _REFUSED_ALTOGETHER)
    if found.what in _NOT_YET:
        return experiment.untestable(_NOT_YET[found.what])
    if found.what in _SHOWN_BY:
        return _SHOWN_BY[found.what](trial, app, found)
    if found.what == "origin":
        return _from_another_site(trial, app)
    if found.endpoint is None:
        return prove_forged(trial, app)
    if found.what:
        return experiment.untestable("a sign-in at the other service, to come back from, is not made yet")
    return _by_anybody(experiment, app, found.endpoint)


def unowned(trial: Trial, app: App, endpoint: Endpoint) -> Reproduction:
    """The same for rows of an app without accounts: there is no alice whose row could be asked for."""
    return _by_anybody(Experiment(trial, _REFUSED_ALTOGETHER), app, endpoint)


def _by_anybody(experiment: Experiment, app: App, endpoint: Endpoint) -> Reproduction:
    """The request of somebody without an account: what it shows of the rows there are, or does to them."""
    request = valid_request(app, experiment.trial, endpoint)
    if reads(endpoint):
        return _read(experiment, app, endpoint, request)
    return _act(experiment, app, endpoint, request)


def _from_another_site(trial: Trial, app: App) -> Reproduction:
    """Whether a browser would give another site the answer: the app says so in two headers (Fetch standard, "CORS check")."""
    experiment = Experiment(
        trial, "An answer to a page of another site is not given to it with the visitor's cookies"
    )
    endpoint = next((one for one in app.endpoints if one.method == "GET" and "{" not in one.path), None)
    if endpoint is None:
        return experiment.untestable("there is nothing to ask without a key")
    elsewhere = {"Origin": _ELSEWHERE, "Cookie": "visited=1"}
    says = "a page of another site asks with the visitor's cookies"
    answer = experiment.send(_NOBODY, "GET", endpoint.path, says=says, headers=elsewhere)
    allowed = answer.headers.get("access-control-allow-origin", "")
    credentials = answer.headers.get("access-control-allow-credentials", "")
    experiment.note(
        "observe",
        "what the answer allows",
        shows=f"origin {allowed or 'none'}, credentials {credentials or 'no'}",
    )
    if answer.status == 0:
        return experiment.untestable("no answer came")
    if allowed == _ELSEWHERE and credentials == "true":
        return experiment.proven(f"The answer allows {_ELSEWHERE} to read it with credentials")
    return experiment.cleared("Browsers keep the answer from another site")


# --- reading -----------------------------------------------------------------------------------------


def _read(experiment: Experiment, app: App, endpoint: Endpoint, request: ValidRequest) -> Reproduction:
    trial = experiment.trial
    give_found(app, trial, endpoint, request)
    marks = mark_rows(app, trial, endpoint)
    for table, mark in marks.items():
        experiment.note("arrange", f"the rows of {table} are marked", shows=mark)
    # With no more in its query string than it insists on: a search for nothing finds nothing.
    bare = msgspec.structs.replace(request, path=request.path.partition("?")[0])
    asked, answer, told = bare, Response(status=0, headers={}, body=b"", seconds=0.0), ""
    for asked in (bare, request) if bare != request else (bare,):
        answer = _send(experiment, asked, "somebody without an account asks for it")
        told = next((table for table, mark in marks.items() if mark in answer.text), "")
        if told or answer.status == 0:
            break
    if answer.ok and told:
        replay = _replay(app, trial, asked, Check("lacks", texts=(marks[told],)))
        return experiment.proven(
            f"Somebody without an account got {answer.status} and rows of {told}", replay
        )
    counted = _counted(experiment, endpoint, asked, answer) if answer.ok else ""
    if counted:
        return experiment.proven(
            f"Somebody without an account got {answer.status} and numbers that tell of the rows of {counted}"
        )
    return _refused(experiment, answer, "shows nothing of the rows that were marked")


def _counted(experiment: Experiment, endpoint: Endpoint, asked: ValidRequest, answer: Response) -> str:
    """The table of which an answer tells in numbers: asked twice it says the same, and with more rows something else."""
    trial = experiment.trial
    database = database_of(trial)
    read = dict.fromkeys(query.table for query in endpoint.queries if query.operation == "select")
    again = _send(experiment, asked, "and once more")
    if not again.ok or said(again) != said(answer):
        return ""
    for table in [one for one in read if one in database.tables()][:_TABLES]:
        if not database.fill(table, _MORE):
            continue
        experiment.note("arrange", f"{table} has {_MORE} more rows", shows=str(database.count(table)))
        forget_answers(trial)
        after = _send(experiment, asked, "somebody without an account asks again")
        if after.ok and said(after) != said(answer):
            return table
    return ""


# --- changing ----------------------------------------------------------------------------------------


def _act(experiment: Experiment, app: App, endpoint: Endpoint, request: ValidRequest) -> Reproduction:
    trial = experiment.trial
    written = sorted({query.table for query in endpoint.queries if query.operation not in _READS})
    database = database_of(trial) if written else None
    before = _state(database, written) if database is not None else {}
    asked = len(trial.doubles.requests())
    answer = _send(experiment, request, "somebody without an account does it")
    after = _state(database, written) if database is not None else {}
    changed = next((table for table in written if before.get(table) != after.get(table)), "")
    if changed and database is not None and answer.status not in _REFUSALS:
        was, now = before[changed][0], after[changed][0]
        experiment.note("observe", f"rows in {changed}", shows=f"{was} before, {now} after, and not the same")
        check = Check("count", sql=f"select count(*) from {database.quoted(changed)}")
        replay = _replay(app, trial, request, check) if now > was else None
        return experiment.proven(f"Somebody without an account changed {changed}", replay)
    outside = _asked_of_others(trial, answer, asked)
    if outside and answer.status not in _REFUSALS:
        experiment.note(
            "observe", f"{outside[0].host} was asked", shows=f"{outside[0].method} {outside[0].path}"
        )
        return experiment.proven(f"Somebody without an account made the app ask {outside[0].host}")
    return _refused(experiment, answer, "left every row as it was")


def _asked_of_others(trial: Trial, answer: Response, before: int) -> list[DoubleRequest]:
    """What other services were asked since; some endpoints answer first and ask then, in a task of their own."""
    ends = time.monotonic() + (_WAITS_SECONDS if answer.ok else 0)
    while not (asked := trial.doubles.requests()[before:]) and time.monotonic() < ends:
        time.sleep(0.05)
    return asked


def _state(database: Database, tables: list[str]) -> dict[str, tuple[int, str]]:
    """How many rows each table has, and what they amount to."""
    found: dict[str, tuple[int, str]] = {}
    for table in set(tables) & set(database.tables()):
        quoted = database.quoted(table)
        rows = sorted(str(sorted(row.items())) for row in database.query(f"select * from {quoted}"))
        found[table] = (len(rows), "\n".join(rows))
    return found


# --- both --------------------------------------------------------------------------------------------


def _send(experiment: Experiment, request: ValidRequest, says: str) -> Response:
    return experiment.send(_NOBODY, request.method, request.path, says=says, json=request.body)


def _replay(app: App, trial: Trial, request: ValidRequest, check: Check) -> Replay | None:
    sent = Request(actor=_NOBODY, method=request.method, path=request.path, json=request.body)
    return Stage(app, trial).replay(sent, check)


def _refused(experiment: Experiment, answer: Response, nothing: str) -> Reproduction:
    if answer.status in _REFUSALS:
        return experiment.cleared(f"Somebody without an account is refused ({answer.status})")
    if answer.status in (302, 303, 307) and answer.headers.get("location", ""):
        return experiment.cleared(f"Somebody without an account is sent to {answer.headers['location']}")
    return experiment.untestable(f"it was answered {answer.error or answer.status} and {nothing}")
