"""Marks every row of a person, and looks for one answer that hands all of it to her."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.actions import signs_out
from roadworthy.proof.arrangement import parameters
from roadworthy.proof.marked_person import Mark, mark_person
from roadworthy.trial import Trial
from roadworthy.views.people.access import ROLE, Access
from roadworthy.views.people.exports import exports
from roadworthy.views.people.ties import ties

# Where apps hand people their data.
_USUAL = (
    "/api/account/export",
    "/api/me/export",
    "/api/profile/export",
    "/api/user/export",
    "/api/users/me/export",
    "/api/export",
    "/account/export",
    "/me/export",
    "/users/me/export",
    "/api/account/data",
    "/api/my-data",
)
_MOST = 60


class Fullest(Struct, frozen=True):
    """The answer that holds most of a person's marks."""

    path: str = ""
    found: tuple[Mark, ...] = ()


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Everything that alice can ask for, the app's own exports first, against every table that keeps something of hers."""
    experiment = Experiment(trial, "One request gives a person a copy of every row that is kept about her")
    marks = mark_person(app, trial)
    if not marks:
        return experiment.untestable("alice's rows could not be marked")
    listed = ", ".join(mark.table for mark in marks)
    if len(marks) == 1 and ties(app):
        return experiment.untestable(
            f"only {listed} could be marked, and any list of it would pass for a copy"
        )
    experiment.note("arrange", "a mark of its own stands in alice's rows of each table", shows=listed)
    best, asked = Fullest(), 0
    for method, path in _ways(app):
        body = {"password": trial.actor("alice").credentials.get("password", ""), "confirm": True}
        answer = trial.send("alice", method, path, json=None if method == "GET" else body)
        asked += 1
        found = tuple(mark for mark in marks if answer.ok and mark.text in answer.text)
        if len(found) > len(best.found):
            best = Fullest(f"{method} {path}", found)
        if len(found) == len(marks):
            experiment.send(
                "alice", method, path, says="alice asks for her data", json=None if method == "GET" else body
            )
            return experiment.cleared(f"{method} {path} holds what {listed} keep about her")
    experiment.note("act", "alice asks for everything that she may read", shows=f"{asked} addresses")
    if not best.found:
        return experiment.untestable(
            "alice cannot read anything of hers, so that nothing she asks for tells anything"
        )
    method, _, path = best.path.partition(" ")
    experiment.send("alice", method, path, says="the answer that holds most of it", kind="observe")
    missing = ", ".join(mark.table for mark in marks if mark not in best.found)
    return experiment.proven(
        f"Of {asked} addresses the fullest, {best.path}, gives alice {len(best.found)} of the {len(marks)} tables that keep "
        f"something of hers; it lacks {missing}"
    )


def _ways(app: App) -> Iterator[tuple[str, str]]:
    known = [(one.endpoint.method, one.endpoint.path) for one in exports(app)]
    own = [
        ("GET", endpoint.path)
        for endpoint in app.endpoints
        if endpoint.method == "GET"
        and not parameters(endpoint.path)
        and not signs_out(endpoint.path)
        and ROLE not in Access(endpoint).anywhere()
    ]
    yield from dict.fromkeys([*known, *own[:_MOST], *(("GET", path) for path in _USUAL)])
