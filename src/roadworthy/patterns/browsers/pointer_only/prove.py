"""Goes through the page by Tab in a real browser, then does with the mouse what Tab did not come by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from urllib.parse import urlsplit

from playwright.sync_api import Error as BrowserError

from roadworthy.app import App, Location
from roadworthy.catalogue import Gap
from roadworthy.patterns.browsers.pointer_only.finding import PointerGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.dialogs import close_dialogs
from roadworthy.proof.filled_page import fill_lists
from roadworthy.proof.keyboard import Clickable, changed_by_click, clickables, heed_listeners, stops
from roadworthy.proof.routes import open_route, viewer
from roadworthy.proof.ways import Step, walk, ways_showing
from roadworthy.regex import regex
from roadworthy.trial import BrowserPage, Trial
from roadworthy.views.pages.pointer import CELLS, PointerOnly, pointer_only

_ROWS = 3
_BUTTONS = 5
# What comes with the last answer is drawn a moment after it.
_DRAWN_MS = 500
_CALM_SECONDS = 2.5
_SEARCH = "input[type=search]:visible, input[type=text]:visible, input:not([type]):visible"
# Buttons that end the visit or that belong to somebody's money; pressed, they would change what is being looked at.
_ENDING = regex(r"sign ?out|log ?out|delete|remove|cancel|pay|buy|order|checkout", re.I)
_CLICKS = 3
_WAYS = 4
_CALM_SECONDS = 2.5
_WHY_NOT = {
    "drag": "what dragging does to an order is not looked for yet",
    "hover": "what shows under a hovering mouse alone is not looked for yet",
    "menu": "a menu that opens under a hovering mouse is not looked for yet",
    "deaf": "what a key does to an element that has the focus is not looked for yet",
    "file": "whether a key opens the choice of a file is not looked for yet",
    "double": "what runs twice by keyboard is not looked for yet",
}


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """In the page as it opens, after a search, after its buttons and behind other clicks: until the element is there."""
    found: PointerGap = gap.details
    experiment = Experiment(trial, "What a click does, keys can do as well")
    places = [one for one in found.places if one.kind == "click"]
    if not places:
        return experiment.untestable(_WHY_NOT[found.places[0].kind])
    places = [one for one in places if one.tag or one.identified]
    if not places:
        return experiment.untestable("which element of the page it becomes is not known")
    if not found.route:
        return experiment.untestable("no page is known to show it")
    filled = fill_lists(experiment, app, trial, found.route, _ROWS)
    who = viewer(app, trial, found.route)
    route = open_route(app, trial, found.route, who)
    experiment.note("arrange", f"{route} is looked at by {who} ({', '.join(filled) or 'no list'} filled)")
    seen, passed_by, reached = 0, False, dict[Location, str]()
    with trial.browser(who) as opened:
        if any(place.anchor == CELLS for place in places):
            heed_listeners(opened)
        for told in chain(_states(opened, route), _behind_clicks(trial, opened, who, route, places)):
            for place in places:
                outcome, words, number = _look(experiment, trial, opened, place, told)
                if outcome is not None:
                    return outcome
                seen += max(number, 0)
                passed_by = passed_by or number < 0
                if words:
                    reached.setdefault(place.location, words)
            if len(reached) == len(places):
                return experiment.cleared("; ".join(dict.fromkeys(reached.values())))
    still = {(one.subject, one.anchor, one.kind) for one in app.view(pointer_only)}
    mended = not any((one.subject, one.anchor, one.kind) in still for one in places)
    if seen and mended and not passed_by and not any(place.identified for place in places):
        return experiment.cleared(
            f"keys reach everything on {route} that acts on a click: {seen} elements looked at"
        )
    return experiment.untestable(
        f"{route} does not show the element, or shows it where keys reach it otherwise"
    )


def _states(opened: BrowserPage, route: str) -> Iterator[str]:
    """The page in one state after the other, each opened anew."""
    if not _open(opened, route, as_it_is=True):
        return
    yield f"{route} as it opens"
    if close_dialogs(opened):
        yield f"{route} once its dialogs are put away"
    if opened.page.locator(_SEARCH).count() and _open(opened, route):
        try:
            field = opened.page.locator(_SEARCH).first
            field.fill("tea")
            field.press("Enter")
            opened.settle(3)
        except BrowserError:
            return
        yield f"{route} after a search"
    for label in _labels(opened, route):
        if _open(opened, route) and _press(opened, label):
            yield f"{route} after “{label}”"


def _behind_clicks(
    trial: Trial, opened: BrowserPage, who: str, route: str, places: Sequence[PointerOnly]
) -> Iterator[str]:
    """The page after the clicks that bring up something like one of the places."""
    ways = ways_showing(trial, who, route, lambda one: any(_may_be(place, one) for place in places))
    for way in ways[:_WAYS]:
        if _open(opened, route) and walk(opened, way.steps, lambda: None):
            opened.calm(_CALM_SECONDS)
            yield f"{route} after {way}"


def _may_be(place: PointerOnly, one: Step) -> bool:
    tag, *classes = one.kind.split()
    alike = len(set(classes) & set(place.classes)) * 2 >= len(place.classes) > 0
    return tag.lower() == place.tag and (one.words == place.words if place.words else alike)


def _open(opened: BrowserPage, route: str, *, as_it_is: bool = False) -> bool:
    status = opened.open(route)
    opened.settle()
    opened.page.wait_for_timeout(_DRAWN_MS)
    if not as_it_is:
        close_dialogs(opened)
    return status == 200 and _path(opened.page.url) == _path(route)


def _path(address: str) -> str:
    """A page that leads on, to where people sign in say, is another page."""
    return urlsplit(address).path.rstrip("/")


def _labels(opened: BrowserPage, route: str) -> list[str]:
    if not _open(opened, route):
        return []
    buttons = opened.page.locator("button:visible")
    texts = [" ".join(buttons.nth(number).inner_text().split()) for number in range(min(buttons.count(), 30))]
    return [text for text in dict.fromkeys(texts) if text and not _ENDING.search(text)][:_BUTTONS]


def _press(opened: BrowserPage, label: str) -> bool:
    try:
        opened.page.locator("button:visible").filter(has_text=label).first.click(timeout=2_000)
        opened.settle(2)
    except BrowserError:
        return False
    return True


def _look(
    experiment: Experiment, trial: Trial, opened: BrowserPage, place: PointerOnly, told: str
) -> tuple[Reproduction | None, str, int]:
    """The proof where there is one, else what clears the element, and how many elements were looked at: 0 where keys miss one. Only an
    element that is known again is cleared, and only where the focus comes to it: what a control within it does may be another thing."""
    there = clickables(opened, place.tag, place.words, place.classes)
    meant = [one for one in there if one.meant]
    if not meant:
        missed = [one for one in there if one.handler and not one.reachable]
        return None, "", 0 if missed else len(there)
    visited = stops(opened)
    experiment.note(
        "act",
        f"Tab from stop to stop on {told}",
        shows=f"comes by {len(visited)} of {len(there)} things that act on a click",
    )
    missed = [one for one in meant if one.number not in visited and not one.reachable]
    if not missed:
        sound = place.identified and all(one.itself and one.exact for one in meant)
        return None, f"{_named(meant[0])} on {told} is reached by Tab" if sound else "", len(there)
    clicked, change = _clicked(experiment, opened, missed)
    if not change:
        return None, "", -1
    experiment.picture(
        str(opened.screenshot(trial.file("roadworthy-pointer-only.png"))), f"{told}, after the click"
    )
    return (
        experiment.proven(
            f"on {told} Tab comes by {len(visited)} elements and never by {_named(clicked)}; a click on it works: {change}"
        ),
        "",
        0,
    )


def _clicked(experiment: Experiment, opened: BrowserPage, missed: list[Clickable]) -> tuple[Clickable, str]:
    """The first of them whose click changes something, and what: that of the tab which is open already changes nothing."""
    for one in missed[:_CLICKS]:
        change = changed_by_click(opened, one.number)
        experiment.note("act", f"a click of the mouse on {_named(one)}", shows=change or "nothing changes")
        if change:
            return one, change
    return missed[0], ""


def _named(one: Clickable) -> str:
    return f"<{one.tag}> “{one.words}”" if one.words else f"<{one.tag}>"
