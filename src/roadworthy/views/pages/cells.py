"""Controls that a part of a page draws through a function of its file: the buttons in the cells of a row."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import below
from roadworthy.views.pages.drawn import Drawn, drawings


def drawn_through(app: App, element: Drawn) -> Iterator[Drawn]:
    """What the functions draw that are called within an element: `{columns.map((column) => cell(row, column))}`."""
    called = {
        node.callee.name
        for node in below(element.node.children)
        if isinstance(node, form.Call) and isinstance(node.callee, form.Name)
    }
    places = [
        spot.node.span
        for spot in spots(app, form.Function)
        if isinstance(spot.node, form.Function)
        and spot.path == element.location.path
        and spot.node.name in called
    ]
    for drawing in app.view(drawings) if places else ():
        at = drawing.root.location
        if at.path == element.location.path and any(
            span.start <= at.start and at.end <= span.end for span in places
        ):
            yield from drawing.root.below()
