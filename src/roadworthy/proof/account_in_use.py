"""Whether alice is let into anything that takes a sign-in: what nobody can use tells nothing about a person's account."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Endpoint
from roadworthy.errors import TrialUnavailable
from roadworthy.proof.actions import signs_out
from roadworthy.proof.arrangement import parameters
from roadworthy.proof.experiment import Experiment
from roadworthy.proof.project_api import ProjectApi, rows_path
from roadworthy.proof.project_rows import ProjectRows
from roadworthy.proof.valid_request import send_valid, valid_request
from roadworthy.views.pages.rendered import rendered_pages
from roadworthy.views.people.access import ROLE, SIGNED_IN, Access
from roadworthy.views.people.people import users_table

_TRIED = 8
_TURNED_AWAY = (301, 302, 303, 307, 308, 401, 403)


def uses_account(experiment: Experiment, app: App) -> bool:
    """Asks for what needs a sign-in: an endpoint, a page that turns others away, her own row of a project; else she adds what
    nobody else may add."""
    for path in _guarded(app):
        says = "alice uses her account"
        if experiment.send("alice", "GET", path, says=says, kind="arrange").ok:
            return True
    if experiment.trial.supabase is not None and _reads_own_row(experiment, app):
        return True
    return any(_is_hers(experiment, path) for path in own_pages(app)) or _adds(experiment, app)


def is_turned_away(experiment: Experiment, app: App) -> bool:
    """Whether alice is let in nowhere, though endpoints are known that ask for nothing but a sign-in: she is nobody there."""
    return any(True for _ in _guarded(app)) and not uses_account(experiment, app)


def _guarded(app: App) -> Iterator[str]:
    return (one.path for one in _open_to_her(app, "GET") if not parameters(one.path))


def _open_to_her(app: App, method: str) -> Iterator[Endpoint]:
    """Endpoints that ask for a sign-in and for nothing more."""
    for endpoint in app.endpoints:
        guards = Access(endpoint).anywhere()
        open_to_her = SIGNED_IN in guards and ROLE not in guards and not signs_out(endpoint.path)
        if endpoint.method == method and open_to_her:
            yield endpoint


def _adds(experiment: Experiment, app: App) -> bool:
    """Whether she adds a row where somebody without an account is refused: some apps show everybody everything."""
    adding = [one for one in _open_to_her(app, "POST") if {q.operation for q in one.queries} & {"insert"}]
    for endpoint in [one for one in adding if all(q.operation != "delete" for q in one.queries)][:_TRIED]:
        try:
            request = valid_request(app, experiment.trial, endpoint)
        except TrialUnavailable:
            continue
        stranger = experiment.trial.send("anonymous", request.method, request.path, json=request.body)
        if stranger.status not in _TURNED_AWAY or request.actor != "alice":
            continue
        if send_valid(experiment, request, "alice adds what takes a sign-in", "arrange").ok:
            return True
    return False


def own_pages(app: App) -> list[str]:
    """The addresses of pages that a server renders, those without parameters."""
    routes = [page.route for page in rendered_pages(app) if not parameters(page.route)]
    return [route for route in dict.fromkeys(routes) if not signs_out(route)][:_TRIED]


def _is_hers(experiment: Experiment, path: str) -> bool:
    """Whether a page opens for her and sends somebody without an account away."""
    other = experiment.trial.send("anonymous", "GET", path)
    if other.status not in _TURNED_AWAY:
        return False
    return experiment.send(
        "alice", "GET", path, says="alice opens a page that turns others away", kind="arrange"
    ).ok


def _reads_own_row(experiment: Experiment, app: App) -> bool:
    """Whether the project gives her a row of her own."""
    people = users_table(app)
    names = [people.name] if people is not None else []
    for name in [*names, *(table.name for table in app.tables if table.name not in names)][:_TRIED]:
        try:
            rows = ProjectRows(app, experiment.trial, name)
            row = rows.of("alice") if rows.owner_column() else None
        except TrialUnavailable:
            continue
        if row is None:
            continue
        path = rows_path(name, rows.where(row), "*")
        answer = ProjectApi(experiment).send(
            "alice", "GET", path, says="alice reads a row of hers", kind="arrange"
        )
        if answer.ok and answer.json():
            return True
    return False
