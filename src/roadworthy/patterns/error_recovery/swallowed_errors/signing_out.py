"""Takes away the table of people while alice is signed in, and looks whether she is told that she is not."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.patterns.error_recovery.swallowed_errors.finding import Swallowed
from roadworthy.patterns.error_recovery.swallowed_errors.server_faults import (
    Working,
    candidates,
    made_there,
    runs_through,
    send,
    working,
)
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of
from roadworthy.proof.failing import without_table
from roadworthy.proof.page_text import said
from roadworthy.trial import Response

_TRIED = 6
_SERVER_FAILED = 500
_ELSEWHERE = (301, 302, 303, 307, 308)
_NOT_SIGNED_IN = 401


def prove_signed_out(experiment: Experiment, app: App, places: list[Swallowed]) -> Reproduction:
    """What tells is the answer that somebody without an account is given: hers is the same while the table is away, and not before."""
    shown = ""
    through = {e.subject: e for place in places for e in candidates(app, place) if runs_through(e, place)}
    for endpoint in list(through.values())[:_TRIED]:
        asked = [query.table for query in endpoint.queries if made_there(query, places)]
        known = [table for table in dict.fromkeys(asked) if table in database_of(experiment.trial).tables()]
        normal = working(experiment, app, endpoint) if known else None
        if normal is None or normal.request.actor == "anonymous":
            continue
        stranger = _as_stranger(experiment, normal)
        if not _turned_away(stranger) or same_refusal(stranger, normal.answer):
            continue
        told = _meanwhile(experiment, normal, known[0])
        subject = f"While the table {known[0]} is not there, {endpoint.subject}"
        if same_refusal(stranger, told):
            return experiment.proven(
                f"{subject} tells {normal.request.actor}, who is signed in, what it tells strangers: {told.status} {said(told)[:80]}"
            )
        if told.status >= _SERVER_FAILED:
            shown = shown or f"{subject} is answered {told.status}, not like a stranger's request"
    if shown:
        return experiment.cleared(shown)
    return experiment.untestable("no request that needs a sign-in there could be made to fail")


def _as_stranger(experiment: Experiment, normal: Working) -> Response:
    request = normal.request
    says = f"{normal.endpoint.subject} without an account"
    return experiment.send(
        "anonymous", request.method, request.path, says=says, kind="arrange", json=request.body
    )


def _meanwhile(experiment: Experiment, normal: Working, table: str) -> Response:
    experiment.note("arrange", f"the table {table} is not there")
    with without_table(database_of(experiment.trial), table, read_only=True):
        return send(experiment, normal.request, f"{normal.endpoint.subject} meanwhile")


def _turned_away(answer: Response) -> bool:
    return answer.status == _NOT_SIGNED_IN or answer.status in _ELSEWHERE


def same_refusal(one: Response, other: Response) -> bool:
    """The same refusal; its words may differ, for somebody without a token is often told that there is none."""
    if one.status in _ELSEWHERE:
        return one.status == other.status and one.headers.get("location") == other.headers.get("location")
    return one.status == other.status
