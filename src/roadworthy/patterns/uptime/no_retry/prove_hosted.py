"""Fails the first read of a page that the server makes of a hosted database, and none after it."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Endpoint
from roadworthy.errors import TrialUnavailable
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.asked_by import served_reads, sound_request
from roadworthy.proof.own_rows import stock_page
from roadworthy.proof.page_text import said
from roadworthy.proof.valid_request import ValidRequest
from roadworthy.trial import Response
from roadworthy.trial.supabase.gateway import ProjectFault
from roadworthy.views.pages.hosted_reads import ROWS
from roadworthy.views.people.people import users_table

_PAGES = 4
_FAILURE = {"code": "PGRST002", "message": "Could not query the database for the schema cache. Retrying."}


def prove_hosted(experiment: Experiment, app: App) -> Reproduction:
    """The first page that shows what it reads decides."""
    trial = experiment.trial
    if trial.supabase is None:
        return experiment.untestable("the trial runs no Supabase project for this app")
    why = "no page that a server makes of the project's rows is known"
    for page, request, table in _reads(experiment, app):
        usual = [_ask(experiment, request, "while all is well", "arrange") for _ in range(2)]
        if not usual[0].ok or said(usual[0]) != said(usual[1]):
            why = f"{page.path} is not the same from visit to visit"
            continue
        fault = ProjectFault(f"{ROWS}{table}", 503, _FAILURE, times=1)
        with trial.supabase.failing(fault):
            answer = _ask(
                experiment, request, f"while its first read of {table} fails and every later one succeeds"
            )
        if not fault.met:
            why = f"{page.path} does not read {table} anew on each visit"
        elif answer.ok and said(answer) == said(usual[0]):
            return experiment.cleared(f"{page.path} asks again for {table}, and shows all of it")
        else:
            return experiment.proven(
                f"One read of {table} failed with 503 and was made only once: {page.path} is answered {answer.status} without what it "
                "shows at other times"
            )
    return experiment.untestable(why)


def _reads(experiment: Experiment, app: App) -> Iterator[tuple[Endpoint, ValidRequest, str]]:
    """Pages with a table that each reads; who is signed in stays known."""
    people, trial = users_table(app), experiment.trial
    for page in served_reads(app)[:_PAGES]:
        tables = [q.table for q in page.queries if q.operation == "select" and q.table and not q.one]
        own = [table for table in tables if people is None or table != people.name]
        if not own:
            continue
        try:
            request = sound_request(app, trial, page)
            stock_page(app, trial, page.path, request.actor if request.actor in trial.actors else "alice")
        except TrialUnavailable:
            continue
        yield page, request, own[0]


def _ask(experiment: Experiment, request: ValidRequest, when: str, kind: str = "act") -> Response:
    return experiment.send(
        request.actor,
        request.method,
        request.path,
        says=f"{request.actor} opens {request.path} {when}",
        kind=kind,
    )
