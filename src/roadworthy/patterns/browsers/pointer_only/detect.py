"""Gathers, for each component, what only a mouse can do with it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from roadworthy.app import App
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable
from roadworthy.patterns.browsers.pointer_only.finding import PointerGap
from roadworthy.views.pages.drawn import drawings
from roadworthy.views.pages.html_pages import html_pages
from roadworthy.views.pages.pointer import PointerOnly, pointer_only
from roadworthy.views.pages.screens import page_showing

_MESSAGES = {
    "click": "What a click does, no key can do",
    "deaf": "What a click does, no key can do",
    "drag": "Things are put in order by a mouse only",
    "hover": "A button appears under a mouse only",
    "menu": "A menu opens under a mouse only",
    "file": "No key chooses a file",
    "double": "By keyboard the switch turns itself back",
}
_WORST = ("drag", "hover", "menu", "click", "deaf", "file", "double")


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each component with such a place, and one for the app where there is none."""
    if not app.view(drawings) and not app.view(html_pages):
        yield not_applicable("app", "it has no pages")
        return
    groups: dict[tuple[str, str], list[PointerOnly]] = {}
    for place in app.view(pointer_only):
        groups.setdefault((place.subject, place.anchor), []).append(place)
    for (subject, anchor), places in sorted(groups.items()):
        yield _gap(app, subject, anchor, places)
    if not groups:
        yield clear("app", "what can be clicked is a button, a link or has keys of its own")


def _gap(app: App, subject: str, anchor: str, places: list[PointerOnly]) -> Verdict:
    ordered = sorted(places, key=lambda one: (_WORST.index(one.kind), one.location))
    first = ordered[0]
    page = page_showing(app, subject)
    return gap(
        subject,
        _MESSAGES[first.kind],
        impact="Lost users: people on a touch screen cannot do it"
        if first.kind in ("drag", "hover", "menu")
        else "Lost users: people who use a keyboard or a screen reader cannot do it",
        locations=tuple(dict.fromkeys(one.location for one in ordered)),
        evidence=tuple(dict.fromkeys(one.fact for one in ordered)),
        severity=Severity.MEDIUM,
        details=PointerGap(tuple(ordered), page.route if page is not None else _opened_first(subject)),
        anchor=anchor,
    )


def _opened_first(path: str) -> str:
    """`/` for the document that a browser gets before any other; '' where the route is not known."""
    return "/" if posixpath.basename(path) == "index.html" else ""
