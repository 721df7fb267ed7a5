"""Has alice's account deleted: by the app's own ways, by those that are called so, and at the addresses that apps use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from roadworthy.app import App, Endpoint
from roadworthy.patterns.compliance.no_erasure.finding import ErasureGap
from roadworthy.patterns.compliance.no_erasure.paths import USUAL, account_path
from roadworthy.proof import Experiment
from roadworthy.proof.actions import takes_body
from roadworthy.proof.arrangement import Arrangement, fill_path, parameters
from roadworthy.proof.project_api import ProjectApi, rows_path
from roadworthy.trial import Doors, Response, Trial
from roadworthy.views.people.access import ROLE, Access
from roadworthy.views.people.leaving import called_a_way_out, named_ways_out, ways_out
from roadworthy.views.people.people import is_password


class Way(Struct, frozen=True):
    """A request that may delete alice; `own` where the app has an endpoint for it, and no guess. `hosted` when it goes to the
    project's interface and not to the app."""

    actor: str
    method: str
    path: str
    body: Any = None
    own: bool = False
    hosted: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def ways(app: App, trial: Trial, found: ErasureGap, key: Any) -> Iterator[Way]:
    """The app's own ways as it stands now, then the addresses that apps use. `key` is alice's in the table of people."""
    own = [found.endpoint] if found.endpoint is not None else []
    told: set[str] = set()
    for endpoint in (*own, *ways_out(app), *named_ways_out(app)):
        if endpoint.subject not in told:
            told.add(endpoint.subject)
            yield from _own_way(app, trial, endpoint, found.people, key)
    for path in _of_hers(app, found.people, key) if without_accounts_of_their_own(trial) else ():
        yield Way("alice", "DELETE", path)
    if trial.supabase is not None:
        yield from _at_the_project(app, found.people, key)
    for path in dict.fromkeys((account_path(app), *USUAL)):
        yield Way("alice", "DELETE", f"{path}/" if "django" in app.stacks else path)


def without_accounts_of_their_own(trial: Trial) -> bool:
    """Whether she is only somebody of whom records are kept."""
    return trial.plan.doors == Doors()


def _of_hers(app: App, people: str, key: Any) -> Iterator[str]:
    """Where her record is read, it is deleted too in many an app."""
    for endpoint in app.endpoints:
        names = parameters(endpoint.path)
        one = any(query.table == people for query in endpoint.queries)
        if (
            endpoint.method == "GET"
            and one
            and len(names) == 1
            and endpoint.path.rstrip("/").endswith(("}", ">", f":{names[0]}"))
        ):
            yield fill_path(endpoint.path, {names[0]: key})


def _at_the_project(app: App, people: str, key: Any) -> Iterator[Way]:
    """Functions of the database that are named for it, and her own row of the table of people."""
    for function in app.database.functions:
        if called_a_way_out("POST", f"/{function.name.replace('_', '-')}"):
            path = f"/rest/v1/rpc/{function.name}"
            yield Way("alice", "POST", path, {}, own=not function.arguments, hosted=True)
    known = app.table(people)
    primary = known.primary_key[0] if known is not None and known.primary_key else "id"
    yield Way("alice", "DELETE", rows_path(people, {primary: key}), hosted=True)


def _own_way(app: App, trial: Trial, endpoint: Endpoint, people: str, key: Any) -> Iterator[Way]:
    actor = "admin" if ROLE in Access(endpoint).anywhere() else "alice"
    if endpoint.kind not in ("http", "function", "action") or actor not in trial.actors:
        return
    path = fill_path(
        endpoint.path,
        {name: _chosen(trial, endpoint, people, name, key) for name in parameters(endpoint.path)},
    )
    yield Way(actor, endpoint.method, path, _body(app, trial, endpoint), own=True)


def _chosen(trial: Trial, endpoint: Endpoint, people: str, parameter: str, key: Any) -> Any:
    """What a parameter of the path has to be so that alice is meant: her key, or what else people are looked for by."""
    identity = trial.actor("alice").identity
    for query in endpoint.queries:
        for one in query.filters:
            named = any(leaf.kind == "params" and parameter in leaf.path for leaf in one.value.sources())
            if named and query.table == people and one.column in identity:
                return identity[one.column]
    return key


def _body(app: App, trial: Trial, endpoint: Endpoint) -> Any:
    """What the endpoint reads, with alice's password where it asks for one."""
    if not takes_body(endpoint):
        return None
    body = Arrangement(app, trial, "alice").body(endpoint)
    return {name: password_of(trial) if is_password(name) else value for name, value in body.items()}


def ask(experiment: Experiment, way: Way, left: Callable[[], bool]) -> Response:
    """Asks once, and once more with what a careful app asks for where the first is refused. `left` tells whether she is gone:
    a page that she is led to afterwards may be that of the sign-in."""
    whom = "alice asks to be deleted" if way.actor == "alice" else "the administrator deletes alice"
    if way.hosted:
        return ProjectApi(experiment).send(way.actor, way.method, way.path, says=whom, json=way.body)
    answer = experiment.send(way.actor, way.method, way.path, says=whom, json=way.body)
    refused = answer.status in (400, 403, 422) or answer.accepted is False
    if way.actor != "alice" or not refused or left():
        return answer
    secret = password_of(experiment.trial)
    body = {**(way.body or {}), "password": secret, "current_password": secret, "confirm": True}
    return experiment.send("alice", way.method, way.path, says="and once more with her password", json=body)


def password_of(trial: Trial) -> str:
    """What alice signs in with; '' where she has none."""
    credentials = trial.actor("alice").credentials
    return next((str(value) for name, value in credentials.items() if is_password(name)), "")
