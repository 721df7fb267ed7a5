"""Markup that is made only to be text again: `Markup(given).unescape()` shows nobody anything."""

from __future__ import annotations

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.spots import spots

# What MarkupSafe's text without its markup is got by (its documentation, `Markup.unescape` and `Markup.striptags`).
_UNDOES = ("unescape", "striptags")


def markup_undone(app: App) -> frozenset[Location]:
    """The calls whose markup is at once made plain text. A view."""
    return frozenset(at(spot.path, made) for spot in spots(app, form.Call) if (made := _undone(spot.node)))


def _undone(call: form.Node) -> form.Call | None:
    """`Markup(x)` of `Markup(x).unescape()`."""
    callee = call.callee if isinstance(call, form.Call) else None
    if not isinstance(callee, form.Member) or callee.name not in _UNDOES:
        return None
    return callee.object if isinstance(callee.object, form.Call) else None
