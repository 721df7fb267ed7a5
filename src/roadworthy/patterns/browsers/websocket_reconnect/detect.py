"""Looks for live connections that nothing opens again."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable
from roadworthy.patterns.browsers.websocket_reconnect.finding import ConnectionGap
from roadworthy.views.pages.live_connections import LiveConnection, live_connections
from roadworthy.views.pages.screens import page_showing


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each component or function that opens a connection."""
    found = app.view(live_connections)
    if not found:
        yield not_applicable("app", "its pages open no socket and no event stream")
        return
    groups: dict[tuple[str, str], list[LiveConnection]] = {}
    for one in found:
        groups.setdefault((one.owner.subject, one.owner.anchor), []).append(one)
    for (subject, anchor), connections in sorted(groups.items()):
        broken = [one for one in connections if not one.reopens]
        if broken:
            yield _gap(app, subject, anchor, broken)
        else:
            yield clear(subject, "a break leads to another attempt")


def _gap(app: App, subject: str, anchor: str, broken: list[LiveConnection]) -> Verdict:
    page = page_showing(app, subject)
    return gap(
        subject,
        "When the live connection breaks, the page stops without a word",
        impact="Lost users: after one change of network what they see is old, and looks current",
        locations=tuple(one.location for one in broken),
        evidence=tuple(_fact(one) for one in broken),
        severity=Severity.MEDIUM,
        details=ConnectionGap(tuple(broken), page.route if page is not None else ""),
        anchor=anchor,
    )


def _fact(one: LiveConnection) -> str:
    if one.given_up:
        return f"the EventSource at {one.location} is closed on its first error, which switches off its own way back"
    heard = "nothing hears it when it closes" if one.silent else "what hears it close does not open it again"
    return f"the {one.kind} at {one.location} is opened once: {heard}"
