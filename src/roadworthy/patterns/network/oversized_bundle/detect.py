"""Looks for pages and heavy packages that are all loaded at once."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable
from roadworthy.patterns.network.oversized_bundle.finding import BundleGap
from roadworthy.views.pages.bundle import Weight, splits, weights
from roadworthy.views.pages.html_pages import html_pages
from roadworthy.views.pages.own_words import own_words
from roadworthy.views.pages.screens import plain_pages


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for the app."""
    found = app.view(weights)
    if found:
        yield _gap(app, found)
    elif not app.components and not app.view(html_pages):
        yield not_applicable("app", "it sends no code to a browser")
    elif app.view(splits):
        yield clear("app", "parts of it are loaded when they are needed")
    else:
        yield clear(
            "app", "it has few pages, or its framework splits them, and no heavy package is loaded at once"
        )


def _gap(app: App, found: tuple[Weight, ...]) -> Verdict:
    kinds = {one.kind for one in found}
    first = next((one for one in plain_pages(app) if not one.guarded), None)
    if "routes" in kinds:
        message = "The first visit downloads the code of every page"
    elif "package" in kinds:
        message = "Heavy packages are loaded before anything can be used"
    elif "compiler" in kinds:
        message = "Browsers compile the styles of a page before they show it"
    else:
        message = "Every page loads a library that nothing uses"
    return gap(
        "app",
        message,
        impact="Lost users: on an ordinary phone seconds pass before the first tap does anything",
        locations=tuple(dict.fromkeys(one.location for one in found)),
        evidence=tuple(dict.fromkeys(one.fact for one in found)),
        severity=Severity.MEDIUM if kinds & {"routes", "package", "compiler"} else Severity.LOW,
        details=BundleGap(
            found,
            tuple(own_words(app).items()),
            first.route if first is not None else "",
            first.file if first is not None else "",
        ),
    )
