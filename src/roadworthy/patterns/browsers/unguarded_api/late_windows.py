"""Presses the buttons that open a window in Chromium in a WebKit too, which takes none for asked for once something was waited for."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Error as BrowserError

from roadworthy.app import App
from roadworthy.errors import TrialUnavailable
from roadworthy.patterns.browsers.unguarded_api.finding import ApiGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.other_browsers import Visit, opened, ordered
from roadworthy.trial.engines.found import REMEDIES, WEBKIT
from roadworthy.trial.engines.inspector import InspectorError
from roadworthy.trial.engines.page import EnginePage
from roadworthy.views.pages.popups import late_popups

# Notes what came of each window that was asked for, and how long after the last press.
_WATCHED = """(() => {
  const own = window.open;
  let pressed = 0;
  window.roadworthyWindows = [];
  addEventListener('click', () => { pressed = performance.now() }, true);
  window.open = (...given) => {
    const came = own.apply(window, given);
    window.roadworthyWindows.push([came !== null, Math.round(performance.now() - pressed)]);
    return came;
  };
})()"""
_ASKED = "window.roadworthyWindows || []"
_PRESSES_SECONDS = 3.0
# An answer that a button waits for may take a while on a busy machine.
_ANSWERS_SECONDS = 4.0


def blocked_windows(experiment: Experiment, app: App, found: ApiGap, visit: Visit) -> Reproduction:
    """Proven where a button that opens a window in Chromium opens none in WebKit, and nothing else comes of it there."""
    trial, (who, route) = experiment.trial, (visit.who, visit.route)
    there = next((one for one in trial.other_browsers() if one.name == WEBKIT), None)
    if there is None:
        return experiment.untestable(
            f"a window that is blocked is shown by WebKit alone, and it is not on this machine: {REMEDIES[WEBKIT]}"
        )
    with trial.browser(who) as page:
        labels = [label for label, came, _late in _asking(page, route, None) if came]
    experiment.note("arrange", f"press the buttons of {route} in Chromium", shows=_said(labels))
    if not labels:
        return experiment.untestable(f"no button of {route} opens a window")
    try:
        with trial.page_in(there, who) as page:
            for label, came, late in _asking(page, route, labels):
                if not came:
                    return _proven(experiment, page, label, late)
    except (TrialUnavailable, InspectorError, BrowserError) as lost:
        return experiment.untestable(f"WebKit could not be used: {lost}")
    if any(one.component == found.component for one in app.view(late_popups)):
        return experiment.untestable(f"the buttons of {route} that open a window do so in WebKit too")
    return experiment.cleared(f"{_said(labels)} on {route}, in WebKit too")


def _said(labels: list[str]) -> str:
    quoted = ", ".join(f"'{label}'" for label in labels)
    return f"{quoted} {'opens' if len(labels) == 1 else 'open'} a window" if labels else "none opens a window"


def _proven(experiment: Experiment, page: EnginePage, label: str, late: int) -> Reproduction:
    taken = page.screenshot(experiment.trial.file("roadworthy-blocked-window.png"))
    experiment.picture(str(taken), f"after '{label}' in {page.browser}")
    experiment.note("act", f"press '{label}' in {page.browser}", shows="no window, and the page is as before")
    return experiment.proven(
        f"in {page.browser} '{label}' does nothing: the window that it asks for {late} ms after the press is blocked"
    )


def _asking(page: EnginePage, route: str, only: list[str] | None) -> Iterator[tuple[str, bool, int]]:
    """Each button that asks for a window: its words, whether one came (or something else of it), and how long after the press."""
    page.before_scripts(_WATCHED)
    if not opened(page, route):
        return
    for label in only if only is not None else ordered(page.labels(), "window.open"):
        before = page.text(), page.address()
        if page.press(label, _PRESSES_SECONDS):
            page.settle(_ANSWERS_SECONDS)
            asked = [(bool(came), int(late)) for came, late in page.evaluate(_ASKED)]
            if asked:
                nothing = not any(came for came, _late in asked) and before == (page.text(), page.address())
                yield label, not nothing, asked[0][1]
        if not opened(page, route):
            return
