"""The code that serves or is served, by kind of syntax."""

from __future__ import annotations

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.syntax import Spot, everything
from roadworthy.views.pages.loaded import left_over


def spots(app: App, kind: type[form.Node]) -> list[Spot]:
    """Every piece of syntax of one kind, without the code of pages that nothing loads."""
    known = app.view(_known)
    if kind not in known:
        dead = app.view(left_over)
        known[kind] = [spot for spot in app.view(everything).of(kind) if spot.path not in dead]
    return known[kind]


def _known(app: App) -> dict[type, list[Spot]]:
    """Filled kind by kind."""
    return {}
