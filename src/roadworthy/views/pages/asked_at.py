"""Which of the page's reads come from a place in its source, and which component shows them."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.views.pages.screens import page_showing


class Asked(Struct, frozen=True):
    """`path` has `:value` for what varies; `route` is a page that shows the component, '' where none is known."""

    component: str
    path: str
    route: str = ""


def asked_at(app: App, place: Location) -> tuple[Asked, ...]:
    """The reads that a place makes, or that are made through it (a hook of the app's own)."""
    found = []
    for component in app.components:
        for fetch in component.fetches:
            through = (fetch.location, *fetch.calls)
            if fetch.method == "GET" and any(place.holds(one) for one in through):
                page = page_showing(app, component.name)
                found.append(Asked(component.name, fetch.path, page.route if page is not None else ""))
    return tuple(dict.fromkeys(found))
