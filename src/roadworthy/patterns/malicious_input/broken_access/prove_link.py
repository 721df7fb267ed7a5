"""Has alice follow a link on a page of another site, and looks whether rows change."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.page_text import said
from roadworthy.proof.table_states import moved, states, written_tables
from roadworthy.proof.valid_request import ValidRequest, valid_request
from roadworthy.trial import Response, Trial

_NOT_ALLOWED = 405


def prove_link(trial: Trial, app: App, found: OpenGap) -> Reproduction:
    """With her cookies as far as a browser takes them along. What changes nothing is followed on the app's own page as well."""
    experiment = Experiment(
        trial, "A link on a page of another site changes nothing in the name of whoever follows it"
    )
    endpoint = found.endpoint
    assert endpoint is not None
    request = valid_request(app, trial, endpoint)
    before = states(trial, written_tables(trial, endpoint))
    answer = _followed(experiment, request)
    changed = moved(trial, before)
    experiment.note("observe", "tables whose rows are others now", shows=", ".join(changed) or "none")
    if changed:
        return experiment.proven(
            f"{request.actor} followed a link on a page of another site, and it changed {', '.join(changed)}"
        )
    if answer.status == _NOT_ALLOWED:
        return experiment.cleared(f"A link does nothing there: it is answered {answer.status}")
    own = experiment.send(
        request.actor, "GET", request.path, says=f"{request.actor} follows it on the app's own page"
    )
    if moved(trial, before):
        return experiment.cleared(
            f"Followed from a page of another site ({answer.status}) it changed nothing"
        )
    return experiment.untestable(f"followed on the app's own page it changes nothing either: {own.status}")


def _followed(experiment: Experiment, request: ValidRequest) -> Response:
    answer = experiment.trial.follow_from_elsewhere(request.actor, request.path)
    experiment.note(
        "act",
        f"{request.actor} follows a link on a page of another site",
        f'curl -H "Cookie: ${request.actor.upper()}" -H "Referer: https://another-site.example/" "$BASE{request.path}"',
        f"{answer.status} {said(answer)[:120]}",
    )
    return answer
