"""Pages that the server renders: what a visitor sees of one whose table is not there, and at an address that leads nowhere."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.errors import TrialUnavailable
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.failing import has_failed, read_without, reads_of_tables
from roadworthy.proof.page_text import said
from roadworthy.proof.plain_reads import asked_well
from roadworthy.trial import Response
from roadworthy.trial.html_form import read_page

_TRIED = 4
_NOWHERE = "/roadworthy-leads-nowhere"
_NOT_FOUND = 404
# What frameworks show to those who develop: the code, with buttons of their own.
_FOR_DEVELOPERS = ("DEBUG = True", "DEBUG=True", "Traceback", "__debugger__")


def prove_templates(experiment: Experiment, app: App) -> Reproduction:
    """Both must leave the visitor a way on; the first that does not decides."""
    lost = _at_no_address(experiment)
    failed = _failed_page(experiment, app)
    for answer, told in (failed, lost):
        if answer is not None and any(sign in answer.text for sign in _FOR_DEVELOPERS):
            return experiment.untestable(f"{told}, the framework shows its page for those who develop")
        if answer is not None and not _leads_on(answer):
            return experiment.proven(
                f"{told}, all that is left is: {said(answer)[:160]}. No link, no field and no button leads on"
            )
    if failed[0] is None:
        return experiment.untestable("no page that reads a table could be made to fail")
    return experiment.cleared(f"{failed[1]}, and at an address that leads nowhere, the page still leads on")


def _failed_page(experiment: Experiment, app: App) -> tuple[Response | None, str]:
    for endpoint, table in list(reads_of_tables(app, experiment.trial))[:_TRIED]:
        asked = asked_well(experiment, app, endpoint, f"{endpoint.subject} while all is well")
        if asked is None or not _is_page(asked[1]) or not _leads_on(asked[1]):
            continue
        try:
            found = read_without(experiment, experiment.trial, endpoint, asked[0], table, asked[1])
        except TrialUnavailable:
            continue
        if has_failed(found.failed):
            return found.failed, f"While the table {table} is not there, {endpoint.subject} fails"
    return None, ""


def _at_no_address(experiment: Experiment) -> tuple[Response | None, str]:
    who = "alice" if "alice" in experiment.trial.actors else "anonymous"
    says = f"{who} follows a link that leads nowhere"
    answer = experiment.send(who, "GET", _NOWHERE, says=says)
    return (answer if answer.status == _NOT_FOUND else None), f"At {_NOWHERE}"


def _is_page(answer: Response) -> bool:
    return "html" in answer.headers.get("content-type", "")


def _leads_on(answer: Response) -> bool:
    page = read_page(answer.text, "/")
    return _is_page(answer) and (bool(page.links or page.forms) or "<button" in answer.text)
