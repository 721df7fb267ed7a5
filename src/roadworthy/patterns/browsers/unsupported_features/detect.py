"""Gathers, for each component and page, what phones and other browsers cannot do with it."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable

from roadworthy.app import App
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable
from roadworthy.patterns.browsers.unsupported_features.finding import FeatureGap
from roadworthy.views.pages.drawn import drawings
from roadworthy.views.pages.html_pages import html_pages
from roadworthy.views.pages.new_features import NewFeature, new_features
from roadworthy.views.pages.screens import page_showing
from roadworthy.views.pages.small_screens import Misfit, misfits

_MESSAGES = {
    "viewport": "Phones draw the page as on a desk, too small to read",
    "height": "On a phone the lower end lies under the browser's bar",
    "sidebar": "On a phone the sidebar takes most of the screen",
    "table": "On a phone the last columns are cut off and cannot be reached",
    "navigation": "On a phone the navigation is wider than the screen",
    "gone": "On a phone the navigation is not there",
    "centred": "On a phone the upper end of the form lies outside the screen",
    "tabs": "On a phone the tabs overlap",
    "window": "On a phone part of the window lies outside the screen",
    "width": "On a phone the page is wider than the screen",
    "dialog": "On a phone the dialog's buttons lie outside the screen",
}
# Pages that repeat one frame.
MANY = 3
_WORST = (
    "viewport",
    "dialog",
    "window",
    "width",
    "table",
    "gone",
    "navigation",
    "sidebar",
    "centred",
    "height",
    "tabs",
)


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each component or page with a fault, and one for the app where there is none."""
    if not app.view(drawings) and not app.view(html_pages):
        yield not_applicable("app", "it has no pages")
        return
    groups: dict[tuple[str, str], tuple[list[Misfit], list[NewFeature]]] = {}
    for subject, anchor, misfit in _with_subjects(app.view(misfits)):
        groups.setdefault((subject, anchor), ([], []))[0].append(misfit)
    for feature in app.view(new_features):
        groups.setdefault((feature.owner.subject, feature.owner.anchor), ([], []))[1].append(feature)
    for (subject, anchor), (fitting, features) in sorted(groups.items()):
        yield _gap(app, subject, anchor, fitting, features)
    if not groups:
        yield clear("app", "its layouts bend, and it uses nothing that current browsers lack")


def _with_subjects(found: Iterable[Misfit]) -> Iterable[tuple[str, str, Misfit]]:
    """A frame that the pages of one folder repeat is one gap of that folder."""
    folders = Counter(_folder(one) for one in found if one.kind == "height")
    for one in found:
        repeated = one.kind == "height" and folders[_folder(one)] >= MANY
        yield (_folder(one), "height", one) if repeated else (one.subject, one.anchor, one)


def _folder(one: Misfit) -> str:
    return posixpath.dirname(one.location.path) or "app"


def _gap(app: App, subject: str, anchor: str, fitting: list[Misfit], features: list[NewFeature]) -> Verdict:
    page = page_showing(app, subject)
    fitting = sorted(fitting, key=lambda one: (_WORST.index(one.kind), one.location))
    missing = sorted({one.name.replace(".prototype", "") for one in features})
    message = _MESSAGES[fitting[0].kind] if fitting else f"Where {missing[0]} is missing, the code stops"
    evidence = [one.fact for one in fitting] + [_use(one) for one in features]
    return gap(
        subject,
        message,
        impact="Lost users: people on phones cannot reach part of it"
        if fitting
        else f"Lost users: people whose browser has no {missing[0]} get an error",
        locations=tuple(
            dict.fromkeys([one.location for one in fitting] + [one.location for one in features])
        ),
        evidence=tuple(dict.fromkeys(evidence)),
        severity=_severity(fitting, features),
        details=FeatureGap(tuple(fitting), tuple(features), page.route if page is not None else ""),
        anchor=anchor,
    )


def _severity(fitting: list[Misfit], features: list[NewFeature]) -> Severity:
    # A page without a viewport can be read on a phone, by moving it about.
    # What all current browsers have, or phones alone lack, few people miss.
    slight = all(one.since or one.lacking == "Safari on iPhones" for one in features)
    return Severity.LOW if slight and not fitting else Severity.MEDIUM


def _use(feature: NewFeature) -> str:
    since = (
        f"is in all browsers only since {feature.since}" if feature.since else f"is not in {feature.lacking}"
    )
    return (
        f"{feature.name.replace('.prototype', '')} {since} and is used without a test at {feature.location}"
    )
