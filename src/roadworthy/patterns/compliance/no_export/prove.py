"""Marks every row of a person, and looks for one answer that hands all of it to her."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from roadworthy.app import App, Endpoint, Table
from roadworthy.catalogue import Gap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.account_in_use import is_turned_away, own_pages, uses_account
from roadworthy.proof.actions import signs_out
from roadworthy.proof.arrangement import fill_path, parameters
from roadworthy.proof.marked_person import Mark, mark_person
from roadworthy.proof.project_api import ProjectApi, rows_path
from roadworthy.proof.recorded_person import recorded_person
from roadworthy.trial import Response, Trial
from roadworthy.views.people.access import ROLE, Access
from roadworthy.views.people.exports import exports, hands_out_data
from roadworthy.views.people.people import owner_of, users_table
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


class Way(Struct, frozen=True):
    """A request that may hand alice a copy; `hosted` when it goes to the project's interface and not to the app, `keyed` when its
    address names her."""

    method: str
    path: str
    hosted: bool = False
    keyed: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class Fullest(Struct, frozen=True):
    """The answer that holds most of a person's marks."""

    way: Way = Way("", "")
    found: tuple[Mark, ...] = ()


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Everything that alice can ask for, the app's own exports first, against every table that keeps something of hers."""
    experiment = Experiment(trial, "One request gives a person a copy of every row that is kept about her")
    with recorded_person(app, trial):
        return _proved(experiment, app)


def _proved(experiment: Experiment, app: App) -> Reproduction:
    trial = experiment.trial
    marks = mark_person(app, trial)
    if not marks:
        return experiment.untestable("alice's rows could not be marked")
    if is_turned_away(experiment, app):
        return experiment.untestable("alice is not let in where her data may be handed to her")
    listed = ", ".join(mark.table for mark in marks)
    if len(marks) == 1 and ties(app):
        return experiment.untestable(
            f"only {listed} could be marked, and any list of it would pass for a copy"
        )
    experiment.note("arrange", "a mark of its own stands in alice's rows of each table", shows=listed)
    best, asked = Fullest(), 0
    for way in _ways(app, trial):
        answer = _sent(experiment, way)
        asked += 1
        found = tuple(mark for mark in marks if answer.ok and mark.text in answer.text)
        if len(found) == len(marks) and not _is_a_copy(trial, way, answer, marks):
            continue
        if len(found) > len(best.found):
            best = Fullest(way, found)
        if len(found) == len(marks):
            _sent(experiment, way, "act", "alice asks for her data")
            return experiment.cleared(f"{way} holds what {listed} keep about her")
    experiment.note("act", "alice asks for everything that she may read", shows=f"{asked} addresses")
    best = best if best.found else _on_a_page(trial, app, marks)
    if not best.found and (any(True for _ in exports(app)) or not uses_account(experiment, app)):
        return experiment.untestable(
            "alice cannot read anything of hers, so that nothing she asks for tells anything"
        )
    if not best.found:
        return experiment.proven(
            f"None of the {asked} addresses that alice may ask holds anything of {listed}"
        )
    _sent(experiment, best.way, "observe", "the answer that holds most of it")
    missing = ", ".join(mark.table for mark in marks if mark not in best.found)
    return experiment.proven(
        f"Of {asked} addresses the fullest, {best.way}, gives alice {len(best.found)} of the {len(marks)} tables that keep "
        f"something of hers; it lacks {missing}"
    )


def _sent(experiment: Experiment, way: Way, kind: str = "", says: str = "") -> Response:
    """One request; written down where `says` tells what it is."""
    body = {"password": experiment.trial.actor("alice").credentials.get("password", ""), "confirm": True}
    sent = None if way.method == "GET" else body
    if not way.hosted:
        if says:
            return experiment.send("alice", way.method, way.path, says=says, kind=kind, json=sent)
        return experiment.trial.send("alice", way.method, way.path, json=sent)
    project = ProjectApi(experiment)
    called: Any = None if way.method == "GET" else {}
    if says:
        return project.send("alice", way.method, way.path, says=says, kind=kind, json=called)
    return project.quietly("alice", way.method, way.path, called)


def _is_a_copy(trial: Trial, way: Way, answer: Response, marks: tuple[Mark, ...]) -> bool:
    """Whether an answer that holds all of it is one to take along: no page, and not what every visitor is shown, or everybody who has
    an account (a list of all posts with their authors)."""
    if "html" in answer.headers.get("content-type", ""):
        return False
    if way.method != "GET" or way.hosted:
        return True
    others = ["anonymous", *(["bob"] if "bob" in trial.actors and not way.keyed else [])]
    shown = [trial.send(other, way.method, way.path) for other in others]
    return not any(seen.ok and all(mark.text in seen.text for mark in marks) for seen in shown)


def _ways(app: App, trial: Trial) -> Iterator[Way]:
    known = [Way(one.endpoint.method, one.endpoint.path) for one in exports(app)]
    readable = [
        endpoint
        for endpoint in app.endpoints
        if endpoint.method == "GET"
        and not signs_out(endpoint.path)
        and ROLE not in Access(endpoint).anywhere()
    ]
    own = [Way("GET", one.path) for one in readable if not parameters(one.path)]
    own += [Way("GET", path, keyed=True) for path in _of_her(app, trial, readable)]
    hosted = _hosted(app) if trial.supabase is not None else []
    yield from dict.fromkeys([*known, *own[:_MOST], *hosted, *(Way("GET", path) for path in _USUAL)])


def _of_her(app: App, trial: Trial, readable: list[Endpoint]) -> list[str]:
    """Addresses that take one key, with hers in it: `/api/customers/:id`. What takes the key of one of her rows is no copy of all of
    them, and the numbers may be the same."""
    people = users_table(app)
    key = people.primary_key[0] if people is not None and people.primary_key else "id"
    own = trial.actor("alice").identity.get(key)
    named = {one.path: parameters(one.path) for one in readable if not _of_another_table(app, one)}
    return [fill_path(path, {names[0]: own}) for path, names in named.items() if own and len(names) == 1]


def _of_another_table(app: App, endpoint: Endpoint) -> bool:
    """Whether what the path names is seen to be looked for, and nowhere as a person's key."""
    people = users_table(app)
    asked = [
        (query.table, item.column)
        for query in endpoint.queries
        for item in query.filters
        if any(leaf.kind == "params" for leaf in item.value.sources())
    ]
    return bool(asked) and not any(_is_of_people(app, people, *one) for one in asked)


def _is_of_people(app: App, people: Table | None, name: str, column: str) -> bool:
    if people is None or name == people.name:
        return True
    owner, table = owner_of(app, name), app.table(name)
    known = table.column(column) if table is not None else None
    refers = known is not None and known.references is not None and known.references.table == people.name
    return refers or (owner is not None and not owner.through and owner.column == column)


def _hosted(app: App) -> list[Way]:
    """Functions of the database that are called so, and each table by itself."""
    called = [
        Way("POST", f"/rest/v1/rpc/{function.name}", hosted=True)
        for function in app.database.functions
        if hands_out_data(function.name) and not function.arguments
    ]
    return called + [Way("GET", rows_path(table.name, None, "*"), hosted=True) for table in app.tables]


def _on_a_page(trial: Trial, app: App, marks: tuple[Mark, ...]) -> Fullest:
    """What a page shows her is no copy to take along, and shows that she is let in."""
    best = Fullest()
    for path in own_pages(app):
        answer = trial.send("alice", "GET", path)
        found = tuple(mark for mark in marks if answer.ok and mark.text in answer.text)
        best = Fullest(Way("GET", path), found) if len(marks) > len(found) > len(best.found) else best
    return best
