"""What is proven of storage in Chromium, seen once more in a Firefox whose settings block site data."""

from __future__ import annotations

import msgspec
from playwright.sync_api import Error as BrowserError

from roadworthy.errors import TrialUnavailable
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.other_browsers import BLANK, opened, reported
from roadworthy.trial.engines.found import FIREFOX, REMEDIES
from roadworthy.trial.engines.page import EnginePage

# Firefox's words for a storage that is refused (DOMException of the name SecurityError).
_REFUSED = "The operation is insecure"


def seen_in_firefox(experiment: Experiment, route: str, shown: Reproduction) -> Reproduction:
    """The proof with what a visitor who is not signed in sees of the page in that Firefox. It decides nothing: nobody can be signed in
    there, and Firefox does not say which part of the page asked."""
    there = next((one for one in experiment.trial.other_browsers() if one.name == FIREFOX), None)
    if there is None:
        experiment.note("observe", f"Firefox is not on this machine: {REMEDIES[FIREFOX]}")
        return experiment.proven(shown.observed)
    strict = msgspec.structs.replace(there, keeps_data=False)
    try:
        with experiment.trial.page_in(strict) as page:
            told = _told(experiment, page, route)
    except (TrialUnavailable, BrowserError) as lost:
        experiment.note("observe", f"Firefox could not be used: {lost}")
        told = ""
    return experiment.proven(f"{shown.observed}{told}")


def _told(experiment: Experiment, page: EnginePage, route: str) -> str:
    if not opened(page, route):
        experiment.note("observe", f"{page.browser} with site data blocked does not come to {route}")
        return ""
    failed = next((one for one in (*page.errors, *reported(page)) if _REFUSED in one), "")
    text = page.text().strip()
    experiment.note(
        "observe",
        f"open {route} in {page.browser} whose settings block site data",
        shows=" ".join(one for one in (failed, text or "the page is white") if one),
    )
    if not failed:
        return ""
    how = "stays white" if len(text) <= BLANK else "fails"
    taken = page.screenshot(experiment.trial.file("roadworthy-site-data-blocked.png"))
    experiment.picture(str(taken), f"{route} in {page.browser} with site data blocked")
    return f"; in {page.browser} with site data blocked it {how} too"
