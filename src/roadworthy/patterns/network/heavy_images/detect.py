"""Gathers, for each component and file, the pictures that are too heavy."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable

from roadworthy.app import App
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable
from roadworthy.patterns.network.heavy_images.finding import PictureGap
from roadworthy.views.pages.drawn import drawings
from roadworthy.views.pages.html_pages import html_pages
from roadworthy.views.pages.pictures import Picture, pictures
from roadworthy.views.pages.screens import page_showing

_MESSAGES = {
    "file": "A heavy picture is sent to every visitor",
    "remote": "Originals of several megabytes are shown as tiles",
    "list": "All pictures of a list are loaded at once and in full",
    "plain": "No picture is made smaller for smaller screens",
}
# Heavy files of one folder, from which they have one cause: nothing makes pictures smaller before they are put there.
MANY = 3
_WORST = tuple(_MESSAGES)


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each component, file or setting, and one for the app where there is none."""
    if not app.view(drawings) and not app.view(html_pages):
        yield not_applicable("app", "it has no pages")
        return
    groups: dict[tuple[str, str], list[Picture]] = {}
    for subject, anchor, picture in _with_subjects(app.view(pictures)):
        groups.setdefault((subject, anchor), []).append(picture)
    for (subject, anchor), found in sorted(groups.items()):
        yield _gap(app, subject, anchor, found)
    if not groups:
        yield clear("app", "its pictures are small, sized or loaded when they are about to be seen")


def _with_subjects(found: tuple[Picture, ...]) -> Iterable[tuple[str, str, Picture]]:
    """Many heavy files of one folder are one gap of that folder."""
    heavy = {picture.path for picture in found if picture.kind == "file"}
    folders = Counter(posixpath.dirname(path) for path in heavy)
    for picture in found:
        folder = posixpath.dirname(picture.path)
        together = picture.kind == "file" and folders[folder] >= MANY
        yield (folder or "app", "files", picture) if together else (picture.subject, picture.anchor, picture)


def _gap(app: App, subject: str, anchor: str, found: list[Picture]) -> Verdict:
    ordered = sorted(found, key=lambda one: (_WORST.index(one.kind), one.location))
    page = page_showing(app, subject)
    kind = ordered[0].kind
    return gap(
        subject,
        _MESSAGES[kind],
        impact="Running cost: the same bytes are sent again to every visitor"
        if kind == "file"
        else "Lost users: on a phone the page fills slowly and data is spent on what nobody sees",
        locations=tuple(dict.fromkeys(one.location for one in ordered)),
        evidence=tuple(dict.fromkeys(one.fact for one in ordered)),
        severity=Severity.LOW if kind == "plain" else Severity.MEDIUM,
        details=PictureGap(tuple(ordered), page.route if page is not None else ""),
        anchor=anchor,
    )
