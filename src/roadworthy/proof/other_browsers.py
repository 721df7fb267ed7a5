"""Opens a page in browsers that really lack what its script asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from msgspec import Struct
from playwright.sync_api import Error as BrowserError

from roadworthy.errors import TrialUnavailable
from roadworthy.proof.experiment import Experiment
from roadworthy.proof.reproduction import Reproduction
from roadworthy.proof.screens import still_shows
from roadworthy.regex import regex
from roadworthy.trial.engines.found import REMEDIES, Engine
from roadworthy.trial.engines.inspector import InspectorError
from roadworthy.trial.engines.page import EnginePage

OK = 200
# Fewer letters than any page shows that works.
BLANK = 3
_OPENS_SECONDS = 30.0
_PRESSES_SECONDS = 3.0
_DRAWS_SECONDS = 2.0
_BUTTONS = 12
_SAID = 200
# How Firefox and WebKit word that something is not there.
_MISSING = regex(
    r"is not a (function|constructor)|is not defined|is (undefined|null)|Can't find variable|is not an object"
)
# Buttons that end the visit, or what is looked at.
_ENDING = regex(r"sign ?out|log ?out|delete|remove account", re.I)
_WORD = regex(r"[A-Z]?[a-z]+")


class Lacked(Struct, frozen=True):
    """What a page's script calls (`navigator.share`, `requestIdleCallback`), and the names of the browsers that have none."""

    name: str
    by: tuple[str, ...]


class Visit(Struct, frozen=True):
    """Somebody's visit to a page that works in Chromium, and the words that it shows there."""

    who: str
    route: str
    words: frozenset[str]


def shown_elsewhere(experiment: Experiment, lacked: Lacked, visit: Visit) -> Reproduction | None:
    """The proof by a browser that lacks it: an error that names what is missing is caught by nobody, as the page opens or once a button
    is pressed, or is caught where the page is given up. None where no browser shows it; what was tried is written down."""
    there = {one.name: one for one in experiment.trial.other_browsers()}
    for name in lacked.by:
        if name not in there:
            _note(experiment, f"{name} has no {lacked.name}, and is not on this machine: {REMEDIES[name]}")
            continue
        shown = _tried(experiment, there[name], lacked, visit)
        if shown is not None:
            return shown
    return None


def _tried(experiment: Experiment, engine: Engine, lacked: Lacked, visit: Visit) -> Reproduction | None:
    try:
        with experiment.trial.page_in(engine, visit.who) as page:
            return _shown(experiment, page, lacked, visit)
    except (TrialUnavailable, BrowserError, InspectorError) as lost:
        _note(experiment, f"{engine.name} could not be used: {lost}")
        return None


def _note(experiment: Experiment, says: str) -> None:
    experiment.note("arrange", says)


def _shown(experiment: Experiment, page: EnginePage, lacked: Lacked, visit: Visit) -> Reproduction | None:
    route = visit.route
    if not opened(page, route):
        _note(experiment, f"{page.browser} does not come to {route}")
        return None
    if not _absent(page, lacked.name):
        _note(experiment, f"on {route} {page.browser} has {lacked.name}, or is given it by the app")
        return None
    text = page.text().strip()
    # A boundary reports to the console what it caught, and shows something else.
    told = page.errors if still_shows(visit.words, text) else [*page.errors, *reported(page)]
    failed = _named(told, lacked.name)
    experiment.note(
        "act",
        f"{visit.who} opens {route} in {page.browser}, which has no {lacked.name}",
        shows=failed or text or "nothing: the page is white",
    )
    if failed:
        how = "stays white" if len(text) <= BLANK else "breaks"
        return _proven(experiment, page, f"{route} {how}", failed)
    return _pressed(experiment, page, lacked, route)


def reported(page: EnginePage) -> list[str]:
    """What the page, or its framework for it, told the console as an error."""
    return [line.removeprefix("error: ") for line in page.console if line.startswith("error: ")]


def _proven(experiment: Experiment, page: EnginePage, what: str, error: str) -> Reproduction:
    taken = page.screenshot(experiment.trial.file("roadworthy-other-browser.png"))
    experiment.picture(str(taken), f"{what} in {page.browser}")
    return experiment.proven(f"in {page.browser} {what}: {error.splitlines()[0][:_SAID]}")


def _pressed(experiment: Experiment, page: EnginePage, lacked: Lacked, route: str) -> Reproduction | None:
    """One button after the other, the likely ones first, each on the page as it opens."""
    pressed = []
    for label in ordered(page.labels(), lacked.name):
        before, known = page.text(), len(page.errors)
        if not page.press(label, _PRESSES_SECONDS):
            continue
        page.settle(_DRAWS_SECONDS)
        pressed.append(label)
        failed = _named(page.errors[known:], lacked.name)
        if failed:
            experiment.note("act", f"press '{label}' in {page.browser}", shows=failed)
            how = "does nothing" if page.text() == before else "stops halfway"
            return _proven(experiment, page, f"'{label}' {how}", failed)
        if not opened(page, route):
            break
    experiment.note(
        "act", f"press the buttons of {route} in {page.browser}", shows=", ".join(pressed) or "there are none"
    )
    return None


def opened(page: EnginePage, route: str) -> bool:
    """Whether the page opens, and is the one that was asked for, not one that it led on to."""
    status = page.open(route, _OPENS_SECONDS)
    page.settle()
    return status == OK and _path(page.address()) == _path(route)


def _path(address: str) -> str:
    return urlsplit(address).path.rstrip("/")


def _absent(page: EnginePage, name: str) -> bool:
    return bool(
        page.evaluate(
            f"(() => {{ try {{ return typeof {name} === 'undefined' }} catch {{ return true }} }})()"
        )
    )


def _named(errors: Iterable[str], name: str) -> str:
    """The first error that says that this very thing is missing; '' for none. A property of the browser's is named with its owner: others
    have a `share` too."""
    owner, _, last = name.rpartition(".")
    told = name if owner in ("navigator", "document", "screen") else last
    word = rf"\b{re.escape(told)}\b"
    return next((one for one in errors if re.search(word, one) and _MISSING.search(one)), "")


def ordered(labels: Iterable[str], name: str) -> list[str]:
    """The labels of buttons to press: those that share a word with what is missing first, those that end the visit left out."""
    words = [one.lower() for one in _WORD.findall(name.rpartition(".")[2]) if len(one) > 3]
    plain = dict.fromkeys(one for one in labels if one and not _ENDING.search(one))
    return sorted(plain, key=lambda one: not any(word in one.lower() for word in words))[:_BUTTONS]
