"""Gives the page answers of another shape than it expects, and looks whether anything is left of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.patterns.error_recovery.no_error_boundary.answering import (
    SHAPES,
    answer_with,
)
from roadworthy.patterns.error_recovery.no_error_boundary.finding import BoundaryGap
from roadworthy.patterns.error_recovery.no_error_boundary.prove_next import prove_next
from roadworthy.patterns.error_recovery.no_error_boundary.prove_templates import prove_templates
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.screens import failures_of, visible_text
from roadworthy.trial import Trial

# Pages opened, and failures that left something to read after which no further ones are tried.
ROUTES = 4
ENOUGH = 2
# A page with less text than this shows nothing that a person could use.
BLANK = 3
OK = 200
# What React Router's data routers put in place of what failed, where no route names a component of the app's own for errors.
_OF_ROUTER = "Unexpected Application Error!"


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Opens each page as alice, where none of hers can be made to fail as a visitor, first with true answers, then with others."""
    found: BoundaryGap = gap.details
    experiment = Experiment(
        trial, "A component that fails leaves an explanation and a way on, not a white page"
    )
    if found.rendered_by_server:
        return prove_templates(experiment, app)
    if found.folder:
        return prove_next(experiment, app, found)
    for who in [name for name in ("alice", "anonymous") if name in trial.actors]:
        outcome = _as(experiment, trial, who, found.routes[:ROUTES])
        if outcome is not None:
            return outcome
    return experiment.untestable("no page could be made to fail by an answer of another shape")


def _as(experiment: Experiment, trial: Trial, who: str, routes: Sequence[str]) -> Reproduction | None:
    """What became of the pages as somebody sees them; None where none of them failed."""
    survived = 0
    for route in routes:
        if not _works(trial, who, route):
            continue
        for shape in SHAPES:
            outcome, failed = _open(experiment, trial, who, route, shape)
            survived += failed
            if outcome is not None:
                return outcome
            if survived >= ENOUGH:
                return experiment.cleared(
                    "components failed, and the page still showed something to go on with"
                )
    if survived:
        return experiment.cleared("a component failed, and the page still showed something to go on with")
    return None


def _works(trial: Trial, who: str, route: str) -> bool:
    with trial.browser(who) as page:
        status = page.open(route)
        page.settle()
        return status == OK and len(visible_text(page)) > BLANK and not page.errors


def _open(
    experiment: Experiment, trial: Trial, who: str, route: str, shape: Any
) -> tuple[Reproduction | None, bool]:
    """Opens a page whose requests are answered with `shape`; tells too whether a component failed."""
    with trial.browser(who) as page:
        answer_with(page, shape)
        if page.open(route) != OK:
            return None, False
        page.settle()
        # What a boundary caught is not thrown any more, but reported to the console.
        failed = bool(failures_of(page))
        text = visible_text(page)
        of_router = _OF_ROUTER in text
        if not of_router and (not page.errors or len(text) > BLANK):
            return None, failed
        shown = json.dumps(shape)
        experiment.note("arrange", f"{route} works when the server answers as usual")
        error = next(iter(page.errors), text.partition(_OF_ROUTER)[2].strip()[:200])
        experiment.note("act", f"open {route} while the server's data comes back as {shown}", shows=error)
        experiment.note("observe", "what is left of the page", shows=text or "nothing: the page is white")
        picture = trial.file("roadworthy-blank-page.png")
        experiment.picture(str(page.screenshot(picture)), f"{route} after one unexpected answer")
        left = "left the router's own page for those who develop" if of_router else "went white"
        return experiment.proven(f"{route} {left}: {error}"), True
