"""Gives the page answers of another shape than it expects, and looks whether anything is left of it."""

from __future__ import annotations

import json
import re
from typing import Any

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.patterns.error_recovery.no_error_boundary.finding import BoundaryGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.screens import visible_text
from roadworthy.trial import BrowserPage, Trial

# What a changed or broken server answers in place of a list or a record.
SHAPES: tuple[Any, ...] = ({}, [None], None)
# Pages opened, and failures that left something to read after which no further ones are tried.
ROUTES = 4
ENOUGH = 2
# A page with less text than this shows nothing that a person could use.
BLANK = 3
OK = 200


_COMPONENT_FAILED = re.compile(
    r"^error: .*(TypeError|ReferenceError|is not a function|Cannot read|of undefined)", re.S
)


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Opens each page as alice, first with true answers, then with others."""
    found: BoundaryGap = gap.details
    experiment = Experiment(
        trial, "A component that fails leaves an explanation and a way on, not a white page"
    )
    if found.rendered_by_server:
        return experiment.untestable("nothing in a page of templates can be made to fail from outside")
    if found.folder:
        # Next.js puts a sentence of its own in place of what failed, which is no way on, but not blank either.
        return experiment.untestable("a page of Next.js's own stands where a component failed")
    survived = 0
    for route in found.routes[:ROUTES]:
        if not _works(trial, route):
            continue
        for shape in SHAPES:
            outcome, failed = _open(experiment, trial, route, shape)
            survived += failed
            if outcome is not None:
                return outcome
            if survived >= ENOUGH:
                return experiment.cleared(
                    "components failed, and the page still showed something to go on with"
                )
    if survived:
        return experiment.cleared("a component failed, and the page still showed something to go on with")
    return experiment.untestable("no page could be made to fail by an answer of another shape")


def _works(trial: Trial, route: str) -> bool:
    with trial.browser("alice") as page:
        status = page.open(route)
        page.settle()
        return status == OK and len(visible_text(page)) > BLANK and not page.errors


def _open(experiment: Experiment, trial: Trial, route: str, shape: Any) -> tuple[Reproduction | None, bool]:
    """Opens a page whose requests are answered with `shape`; tells too whether a component failed."""
    with trial.browser("alice") as page:
        _answer_with(page, shape)
        if page.open(route) != OK:
            return None, False
        page.settle()
        # What a boundary caught is not thrown any more, but reported to the console.
        failed = bool(page.errors) or any(_COMPONENT_FAILED.search(line) for line in page.console)
        text = visible_text(page)
        if not page.errors or len(text) > BLANK:
            return None, failed
        shown = json.dumps(shape)
        experiment.note("arrange", f"{route} works when the server answers as usual")
        experiment.note(
            "act", f"open {route} while the server's data comes back as {shown}", shows=page.errors[0]
        )
        experiment.note("observe", "what is left of the page", shows=text or "nothing: the page is white")
        picture = trial.file("roadworthy-blank-page.png")
        experiment.picture(str(page.screenshot(picture)), f"{route} after one unexpected answer")
        return experiment.proven(f"{route} went white: {page.errors[0]}"), True


def _answer_with(page: BrowserPage, shape: Any) -> None:
    """Answers the page's own data requests with a shape; who is signed in stays true."""

    def answer(route: Any) -> None:
        request = route.request
        data = request.resource_type in ("fetch", "xhr") and request.method == "GET"
        if data and not any(word in request.url for word in ("auth", "session", "/me", "/user")):
            route.fulfill(status=200, content_type="application/json", body=json.dumps(shape))
        else:
            route.continue_()

    page.page.route("**/*", answer)
