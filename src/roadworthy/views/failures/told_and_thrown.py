"""Functions of the page that tell people of a failure themselves and throw it on all the same: who asks them has nothing to add."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import bound, chain, dotted, without_functions
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot, below

_SHOWS = regex(r"^(toast|notify|alert|enqueueSnackbar|showToast|showError|addToast)|^(Swal|message)\.", re.I)
_STATE = regex(r"^set\w*Error\w*$")
_ERROR = regex(r"error", re.I)


class Telling(Struct, frozen=True):
    """What a function attempts, whose failures it tells: by a state for errors that who uses it shows (`state`), or by itself."""

    name: str
    attempted: Location
    state: bool


def told_and_thrown(app: App) -> tuple[Telling, ...]:
    """Each of them. A view."""
    found = []
    for spot in spots(app, form.Try):
        node = spot.node
        assert isinstance(node, form.Try)
        name = next((one.name for one in spot.functions if one.name), "")
        deeds = [one for handler in node.handlers for one in without_functions(handler.body)]
        calls = [dotted(one.callee) for one in deeds if isinstance(one, form.Call)]
        shows = any(_SHOWS.search(call) for call in calls)
        tells = shows or any(_STATE.match(call) for call in calls)
        if name and node.body and tells and any(isinstance(one, form.Raise) for one in deeds):
            first, last = at(spot.path, node.body[0]), at(spot.path, node.body[-1])
            whole = Location(spot.path, first.start_line, last.end_line, first.start, last.end)
            found.append(Telling(name, whole, not shows))
    return tuple(found)


def tells_itself(app: App, spot: Spot, attempted: Iterable[form.Node]) -> bool:
    """Whether all that is waited for in a try are such functions, with the state that tells at hand where they tell by one."""
    known = {one.name: one for one in app.view(told_and_thrown)}
    waits = [node for node in without_functions(tuple(attempted)) if isinstance(node, form.Await)]
    names = {next((dotted(call.callee) for call in chain(node)), "") for node in waits}
    return bool(names) and all(_heard(known.get(name), spot) for name in names)


def _heard(told: Telling | None, spot: Spot) -> bool:
    if told is None or not told.state:
        return told is not None
    return any(
        told.name in names and any(_ERROR.search(name) for name in names)
        for function in spot.functions
        for node in below(function.body)
        if isinstance(node, form.Define)
        for names in (set(bound(node.target)),)
    )


def told_on_the_way(app: App, places: Iterable[Location]) -> bool:
    """Whether one of these places is attempted by a function that tells of the failure."""
    return any(one.attempted.holds(place) for one in app.view(told_and_thrown) for place in places)
