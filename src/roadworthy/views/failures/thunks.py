"""Thunks of Redux Toolkit, which catch whatever goes wrong in them and put it aside for the reducers."""

from __future__ import annotations

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import last_name
from roadworthy.views.code.spots import spots


def in_thunk(app: App, place: Location) -> bool:
    """Whether a place stands in a thunk."""
    return _around(app, place) is not None


def that_hear(app: App, places: tuple[Location, ...]) -> tuple[Location, ...]:
    """Of the places on the way to a request, from the outermost in, those to which its failure can come back: what hands a
    thunk to the store is answered all the same."""
    thunks = [_around(app, place) for place in places] if app.view(_thunks) else []
    innermost = next((one for one in reversed(thunks) if one is not None), None)
    return places if innermost is None else places[thunks.index(innermost) :]


def _around(app: App, place: Location) -> Location | None:
    return next((one for one in app.view(_thunks) if one.holds(place)), None)


def _thunks(app: App) -> tuple[Location, ...]:
    return tuple(
        at(spot.path, spot.node)
        for spot in spots(app, form.Call)
        if isinstance(spot.node, form.Call) and last_name(spot.node.callee) == "createAsyncThunk"
    )
