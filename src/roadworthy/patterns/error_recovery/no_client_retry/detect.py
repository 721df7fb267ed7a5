"""Looks for anything that makes a lost request of the page again."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App
from roadworthy.catalogue import Verdict, clear, gap, not_applicable
from roadworthy.patterns.error_recovery.no_client_retry.finding import RetryGap
from roadworthy.views.pages.retrying import retrying

# Places shown of many.
SHOWN = 8


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for the app."""
    found = app.view(retrying)
    if not found.requests:
        yield not_applicable("app", "its pages make no requests of their own")
        return
    if found.again:
        yield clear("app", f"requests are made again: {found.again}")
        return
    why = (
        f"trying again is switched off at {', '.join(map(str, found.off[:3]))}"
        if found.off
        else f"none of the {len(found.requests)} places that ask makes a lost request again"
    )
    yield gap(
        "app",
        "A request that gets lost is never made again",
        impact="Lost users: one lost packet, and the page stays empty or wrong until somebody thinks of loading it anew",
        locations=(*found.off, *found.requests)[:SHOWN],
        evidence=(why,),
        details=RetryGap(found.requests, found.off),
    )
