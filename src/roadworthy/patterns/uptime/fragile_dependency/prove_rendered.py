"""Lets the app's own server hang for a page that another server renders, and waits for the page."""

from __future__ import annotations

import time

from roadworthy.app import App
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.own_server import own_server
from roadworthy.proof.routes import open_route, viewer
from roadworthy.trial.doubles import APP_SERVER

_USUAL_SECONDS = 8.0


def prove_rendered_wait(experiment: Experiment, app: App, route: str, bound: float) -> Reproduction:
    """The page made anew while all is well, and while the app's server takes every request and never answers; within `bound`
    seconds it should be there, or say why not."""
    trial = experiment.trial
    trial.reset()
    actor = viewer(app, trial, route)
    path = open_route(app, trial, route, actor)

    def opened(says: str, kind: str, limit: float) -> tuple[int, float]:
        trial.forget_pages()
        begun = time.monotonic()
        with trial.browser(actor) as page:
            begun = time.monotonic()
            status = page.open(path, limit)
            waited = time.monotonic() - begun
        experiment.note(
            kind, f"{actor} opens {path} {says}", shows=f"{status or 'not there'}, {waited:.1f} s"
        )
        return status, waited

    status, usual = opened("while the app's server answers", "arrange", bound)
    if not status or usual > _USUAL_SECONDS:
        return experiment.untestable(f"{path} is not there even while the app's server answers")
    with own_server(trial, "hang"):
        status, waited = opened("while the app's server takes every request and never answers", "act", bound)
        asked = trial.doubles.requests(APP_SERVER)
    if not asked:
        return experiment.untestable(f"{path} did not ask the app's server")
    experiment.measure("time to the page, normally", round(usual * 1000), "ms")
    experiment.measure("time to the page while the app's server hangs", round(waited * 1000), "ms")
    if not status:
        return experiment.proven(
            f"While the app's server hangs {path} is not there after {bound:.0f} s ({usual:.1f} s normally)"
        )
    return experiment.cleared(f"While the app's server hangs {path} is there after {waited:.1f} s")
