"""What stands around a place."""

from __future__ import annotations

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.spots import spots


def function_around(app: App, place: Location) -> tuple[int, int]:
    """Where the outermost function that holds a place begins and ends; the whole file where none does."""
    spans = [
        (spot.node.span.start, spot.node.span.end)
        for spot in spots(app, form.Function)
        if spot.path == place.path and spot.node.span.start <= place.start and place.end <= spot.node.span.end
    ]
    return max(spans, key=lambda span: span[1] - span[0], default=(0, len(app.read(place.path))))
