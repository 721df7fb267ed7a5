"""Takes the server away for a moment, as a new version does, and waits whether the page opens its live connection again."""

from __future__ import annotations

import time

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.patterns.browsers.websocket_reconnect.finding import ConnectionGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.live_lines import LiveLines
from roadworthy.proof.routes import open_route, viewer
from roadworthy.proof.screens import visible_text
from roadworthy.trial import BrowserPage, Trial

_OPENS_SECONDS = 8.0
_AWAY_SECONDS = 1.0
# Longer than the longest wait that such pages are usually written with.
_BACK_SECONDS = 35.0


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """The connection first, then the server gone and back."""
    found: ConnectionGap = gap.details
    kind = found.connections[0].kind
    experiment = Experiment(trial, f"A {kind} that breaks is opened again when the server is back")
    shown_on = found.route or ("/" if "/" in gap.subject else "")
    if not shown_on:
        return experiment.untestable("no page is known to open it")
    who = viewer(app, trial, shown_on)
    route = open_route(app, trial, shown_on, who)
    with trial.browser(who) as opened:
        lines = LiveLines(opened, kind)
        begun = time.monotonic()
        status = opened.open(route)
        opened.settle(3)
        before = lines.wait(begun, set(), _OPENS_SECONDS)
        experiment.note(
            "arrange",
            f"{who} opens {route}",
            shows=f"{status}: {kind} to {', '.join(sorted(before)) or 'nothing that answers'}",
        )
        if not before:
            return experiment.untestable(f"{route} opens no {kind} that the server answers")
        return _cut(experiment, trial, opened, lines, before, kind)


def _cut(
    experiment: Experiment, trial: Trial, opened: BrowserPage, lines: LiveLines, before: set[str], kind: str
) -> Reproduction:
    text = visible_text(opened)
    # What the page asks for between the two moments meets nobody; it may try again later.
    trial.stop()
    gone = time.monotonic()
    opened.page.wait_for_timeout(_AWAY_SECONDS * 1000)
    trial.start()
    back = time.monotonic()
    experiment.note("act", f"the server stops, and is back after {back - gone:.1f} s")
    again = lines.wait(gone, before, _BACK_SECONDS)
    tried = [one for one in lines.since(gone) if one.address in before]
    waited = time.monotonic() - back
    shown = visible_text(opened)
    said = "the page says nothing of it" if shown == text else f"the page says: {shown}"
    experiment.note(
        "observe",
        f"{waited:.0f} s later",
        shows=f"{len(tried)} attempts, {len(again)} of {len(before)} open again; {said}",
    )
    experiment.measure("attempts to open it again", len(tried), "attempts")
    if again >= before:
        return experiment.cleared(f"the {kind} was open again {waited:.1f} s after the server was back")
    if not tried:
        quiet = "" if shown != text else ", and the page says nothing of it"
        return experiment.proven(
            f"after the server was away for {back - gone:.1f} s, the page made no attempt in {waited:.0f} s to open its {kind} again{quiet}"
        )
    return experiment.untestable(f"the page tried {len(tried)} times and did not get through to all")
