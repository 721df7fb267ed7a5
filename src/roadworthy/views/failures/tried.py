"""Lists that a query library puts together in one place and asks for in another."""

from __future__ import annotations

from roadworthy.app.model import App
from roadworthy.app.query import Query
from roadworthy.languages import form
from roadworthy.views.code.syntax import everything


def is_put_together_in_try(app: App, query: Query) -> bool:
    """Whether a list is put together within a `try`: it is asked later, when its rows are shown, and what its conditions raise is
    raised where they are made (Django's documentation, "When QuerySets are evaluated")."""
    if query.one or query.operation != "select":
        return False
    places = (query.location, *query.calls)
    return any(
        isinstance(spot.node, form.Try)
        and spot.node.handlers
        and spot.path == place.path
        and spot.node.span.line <= place.start_line <= spot.node.span.end_line
        for spot in app.view(everything).of(form.Try)
        for place in places
    )
