"""Has alice's browser send the app's own forms from a page of another site, and looks whether rows change."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Endpoint
from roadworthy.errors import TrialUnavailable
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.actions import signs_out
from roadworthy.proof.arrangement import parameters
from roadworthy.proof.page_text import said
from roadworthy.proof.table_states import moved, states, written_tables
from roadworthy.proof.valid_request import valid_request
from roadworthy.trial import Trial
from roadworthy.views.people.access import ROLE, SIGNED_IN, Access
from roadworthy.views.people.people import users_table
from roadworthy.views.requests.forms import FORM_LIBRARIES

_TRIED = 8
_ENOUGH = 3


def prove_forged(trial: Trial, app: App) -> Reproduction:
    """Each form first from the app's own page, then from a page of another site: with alice's cookies as far as the app lets them
    travel, and without what only its own pages hold."""
    experiment = Experiment(
        trial, "What a page of another site has the browser of somebody who is signed in send changes nothing"
    )
    stood: list[str] = []
    for endpoint in list(_forms(app, trial))[:_TRIED]:
        trial.reset()
        try:
            changed = _from_own_page(experiment, app, endpoint)
            if not changed:
                continue
            trial.reset()
            forged = _from_elsewhere(experiment, app, endpoint, changed)
        except TrialUnavailable:
            # Rows for it cannot be made, or its token stands on no page: the next form may do.
            continue
        if forged:
            return experiment.proven(
                f"A page of another site had alice's browser send {endpoint.subject}, and it changed {', '.join(forged)}"
            )
        stood.append(endpoint.subject)
        if len(stood) >= _ENOUGH:
            break
    if not stood:
        return experiment.untestable("no form was seen to change anything when alice sends it herself")
    return experiment.cleared(f"Sent from a page of another site, {', '.join(stood)} changed nothing")


def _forms(app: App, trial: Trial) -> Iterator[Endpoint]:
    """What somebody who is signed in may send and that writes something, those without a row to choose first."""
    found = [
        endpoint
        for endpoint in app.endpoints
        if endpoint.method == "POST"
        and trial.reads_form("POST", endpoint.path)
        and SIGNED_IN in Access(endpoint).anywhere()
        and ROLE not in Access(endpoint).anywhere()
        and not signs_out(endpoint.path)
        and not endpoint.services
        and _tables(app, trial, endpoint)
    ]
    yield from sorted(found, key=lambda one: (_by_class(one), len(parameters(one.path)), one.path))


def _by_class(endpoint: Endpoint) -> bool:
    """Whether a form's class checks what is sent: that of Flask-WTF asks for its token, and so says nothing of forms without one."""
    return any(check.library in FORM_LIBRARIES for check in endpoint.checks)


def _tables(app: App, trial: Trial, endpoint: Endpoint) -> list[str]:
    """What it writes; the row of whoever is signed in changes by the way, when they were last seen."""
    people = users_table(app)
    return [table for table in written_tables(trial, endpoint) if people is None or table != people.name]


def _from_own_page(experiment: Experiment, app: App, endpoint: Endpoint) -> list[str]:
    trial = experiment.trial
    request = valid_request(app, trial, endpoint)
    before = states(trial, _tables(app, trial, endpoint))
    experiment.send(
        "alice",
        "POST",
        request.path,
        says="alice sends the form of the app's own page",
        kind="arrange",
        json=request.body,
    )
    return moved(trial, before)


def _from_elsewhere(experiment: Experiment, app: App, endpoint: Endpoint, tables: list[str]) -> list[str]:
    trial = experiment.trial
    request = valid_request(app, trial, endpoint)
    before = states(trial, tables)
    answer = trial.send_from_elsewhere("alice", "POST", request.path, request.body or {})
    fields = " ".join(f"-d {name}=..." for name in request.body or {})
    experiment.note(
        "act",
        "a page of another site has her browser send the same",
        f'curl -X POST -H "Cookie: $ALICE" -H "Origin: https://another-site.example" {fields} "$BASE{request.path}"',
        f"{answer.status} {said(answer)[:120]}",
    )
    others = moved(trial, before)
    experiment.note("observe", "tables whose rows are others now", ", ".join(others) or "none")
    return others
