"""The clicks by which people get from a page as it opens to what it shows only then: a tab, a view of its own, a dialog, what lies behind
a row of a list."""

from __future__ import annotations

import contextlib
import re
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import msgspec
from msgspec import Struct
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Request, Route

from roadworthy.proof.dialogs import DIALOGS, close_dialogs
from roadworthy.proof.screens import led_on
from roadworthy.regex import regex
from roadworthy.trial import BrowserPage, Trial
from roadworthy.views.pages.hosted_reads import ROUTINES

# Two clicks lead to most of what a page has: a view, and what lies behind a thing in it.
_DEPTH = 2
_FIRST, _FURTHER = 16, 6
_BUTTONS_ALIKE = 5
# So long is looked around on one page at most.
_SECONDS = 45.0
_CALM_SECONDS = 2.5
_COMES_SECONDS, _LOOKS_MS = 4.0, 200
_READS = ("GET", "HEAD", "OPTIONS")
# What ends the visit, and what only leads back.
_ENDING = regex(r"sign ?out|log ?out|^\W*(cancel|close|back|x)\W*$", re.I)
# Every visible thing that acts on a click and stays on the page: controls, and what has a handler of its own (React keeps those in the
# element's properties). A control without words goes by its name for those who do not see it, else by its picture. What navigates comes
# first.
_CONTROLS = """() => {
  const props = one => one[Object.keys(one).find(key => key.startsWith('__reactProps$'))] || {};
  const acts = one => typeof props(one).onClick === 'function' || one.onclick || one.hasAttribute('onclick')
    || one.matches('button, summary, [role=button], [role=tab], [role=menuitem]');
  const leads = one => one.matches('a[href]') && !one.getAttribute('href').startsWith('#');
  const sends = one => one.matches('[type=submit]') || (one.matches('button:not([type])') && one.closest('form'));
  const shown = one => one.getClientRects().length > 0 && getComputedStyle(one).visibility !== 'hidden';
  const picture = one => { const svg = one.querySelector('svg'); return svg ? (svg.getAttribute('class') || 'svg') : '' };
  const told = one => ((one.innerText || '').trim() || one.getAttribute('aria-label') || one.title || '');
  const said = one => (told(one) || picture(one)).trim().replace(/\\s+/g, ' ').slice(0, 80);
  const times = {};
  const nth = name => (times[name] = (times[name] || 0) + 1);
  // React gives a handler to what it draws in, too.
  return [...document.body.querySelectorAll('body > * *')].filter(one => shown(one) && acts(one) && !leads(one)
    && !one.matches('input, textarea, select, option, [role=combobox], [role=dialog], [role=alertdialog]')
    && !one.closest('[aria-hidden=true]')).map((one, place) => {
    one.setAttribute('data-roadworthy-way', place);
    const words = said(one), kind = `${one.tagName} ${one.getAttribute('class') || ''}`;
    return { place, words, number: nth('w' + words), kind, nth: nth('k' + kind), drawn: !told(one), opens: !sends(one) && !one.disabled,
      leading: !!one.closest('nav, aside, header, [role=tablist], [role=menu], [role=dialog]') };
  }).sort((a, b) => (b.leading - a.leading) || (a.place - b.place));
}"""


# Where a person would click on it; nowhere where something lies over it.
_SPOT = """place => {
  const one = document.querySelector(`[data-roadworthy-way="${place}"]`);
  one.scrollIntoView({ block: 'center', behavior: 'instant' });
  const box = one.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
  const hit = document.elementFromPoint(x, y);
  return hit && (one.contains(hit) || hit.contains(one)) ? { x, y } : null;
}"""


class Step(Struct, frozen=True):
    """A click on the control with these `words`, or that looks like it (`kind`) where the words are another row's; `number` and `nth` of
    several. `drawn` where no words stand on it and none are told."""

    words: str
    number: int
    kind: str
    nth: int
    drawn: bool = False


class Way(Struct, frozen=True):
    """`asked` is what the page asked for after the last step, as (method, address); `shows` are the controls that stand there
    then and did not before."""

    steps: tuple[Step, ...]
    asked: tuple[tuple[str, str], ...] = ()
    shows: tuple[Step, ...] = ()

    def __str__(self) -> str:
        return ", ".join(f"“{step.words}”" for step in self.steps)


class _Control(Step, frozen=True, kw_only=True):
    """`opens` unless it sends a form or does not act yet: those are not clicked by whoever only looks around."""

    place: int
    leading: bool
    opens: bool

    @property
    def step(self) -> Step:
        return Step(self.words, self.number, self.kind, self.nth, self.drawn)


# What was found on the pages of a trial, by who looks and where.
_KNOWN: WeakKeyDictionary[Trial, dict[tuple[str, str], tuple[Way, ...]]] = WeakKeyDictionary()


def way_to(trial: Trial, actor: str, path: str, asks: Callable[[str, str], bool]) -> Way | None:
    """The shortest way after which a page asks for something (`asks` is given method and address); None where none was found.
    Nothing is written meanwhile. Raises TrialUnavailable without a browser."""
    return next((way for way in _known(trial, actor, path) if any(asks(*one) for one in way.asked)), None)


def ways_showing(trial: Trial, actor: str, path: str, is_meant: Callable[[Step], bool]) -> list[Way]:
    """The ways after which a control stands there that is meant, the shortest first. Nothing is written meanwhile. Raises
    TrialUnavailable without a browser."""
    return [way for way in _known(trial, actor, path) if any(is_meant(one) for one in way.shows)]


def _known(trial: Trial, actor: str, path: str) -> tuple[Way, ...]:
    known = _KNOWN.setdefault(trial, {})
    if (actor, path) not in known:
        known[actor, path] = tuple(_Walker(trial, actor, path).explored())
    return known[actor, path]


def walk(page: BrowserPage, steps: Sequence[Step], before_last: Callable[[], None]) -> bool:
    """Goes a way on a page that stands there; `before_last` is called before the last click. Whether every step was there."""
    for number, step in enumerate(steps, 1):
        close_dialogs(page, [one.words for one in steps])
        if number == len(steps):
            before_last()
        if not _take(page, step):
            return False
        if number < len(steps):
            page.calm(_CALM_SECONDS)
    return True


def _take(page: BrowserPage, step: Step) -> bool:
    """Clicks, as soon as the control is there: what it belongs to may be loading still."""
    ends = time.monotonic() + _COMES_SECONDS
    while time.monotonic() < ends:
        with contextlib.suppress(BrowserError):
            if _clicked(page, step):
                return True
            page.page.wait_for_timeout(_LOOKS_MS)
    return False


def _clicked(page: BrowserPage, step: Step) -> bool:
    there = [one for one in _controls(page) if one.opens]
    same = [one for one in there if (one.words, one.number) == (step.words, step.number)]
    alike = [one for one in there if (one.kind, one.nth) == (step.kind, step.nth)]
    for one in [*same, *alike][:1]:
        spot = page.page.evaluate(_SPOT, one.place)
        if spot is not None:
            page.page.mouse.click(spot["x"], spot["y"])
            return True
    return False


def _controls(page: BrowserPage) -> list[_Control]:
    return [msgspec.convert(one, _Control) for one in page.page.evaluate(_CONTROLS)]


class _Walker:
    """Looks around on one page: what is nearest first."""

    def __init__(self, trial: Trial, actor: str, path: str) -> None:
        self._trial, self._actor, self._path = trial, actor, path
        self._seen, self._kinds = set[str](), Counter[str]()
        self._asked: list[tuple[str, str]] = []
        self._ends = time.monotonic() + _SECONDS

    def explored(self) -> Iterator[Way]:
        """Each click that was made, with what the page asked for then."""
        waiting = deque[tuple[Step, ...]]([()])
        with self._trial.browser(self._actor) as page:
            page.page.on("request", lambda one: self._asked.append((one.method, one.url)))
            page.page.route("**/*", _only_reads)
            while waiting:
                before = waiting.popleft()
                for way in self._from(page, before):
                    yield way
                    if len(way.steps) < _DEPTH:
                        waiting.append(way.steps)

    def _from(self, page: BrowserPage, before: tuple[Step, ...]) -> Iterator[Way]:
        if not self._come(page, before):
            return
        fresh = [one for one in _controls(page) if one.opens and self._is_new(one)][
            : _FURTHER if before else _FIRST
        ]
        for one in fresh:
            if time.monotonic() > self._ends:
                return
            # What the last click opened may lie over the next control, or stand in its place.
            if not self._is_there(page, one) and not self._come(page, before):
                return
            self._asked.clear()
            stood = {(other.words, other.number) for other in _controls(page)}
            if not _take(page, one.step):
                continue
            page.calm(_CALM_SECONDS)
            if not led_on(page, self._path):
                yield Way((*before, one.step), tuple(self._asked), _fresh(page, stood))

    def _is_new(self, one: _Control) -> bool:
        """What looks alike in a list stands for each other; of buttons, which all look alike in many an app, some with words of their own."""
        most = _BUTTONS_ALIKE if one.kind.startswith("BUTTON ") else 1
        listed = one.nth > 1 and not one.leading
        known = one.words in self._seen and (not listed or most > 1)
        if known or _ENDING.search(one.words) or (listed and self._kinds[one.kind] >= most):
            return False
        self._seen.add(one.words)
        self._kinds[one.kind] += not one.leading
        return True

    def _is_there(self, page: BrowserPage, one: _Control) -> bool:
        if led_on(page, self._path) or page.page.locator(DIALOGS).count():
            return False
        return any((other.words, other.number) == (one.words, one.number) for other in _controls(page))

    def _come(self, page: BrowserPage, steps: tuple[Step, ...]) -> bool:
        if time.monotonic() > self._ends or page.open(self._path) != 200:
            return False
        page.settle()
        if led_on(page, self._path):
            return False
        close_dialogs(page)
        there = walk(page, steps, lambda: None)
        page.calm(_CALM_SECONDS if steps else 0.5)
        return there


def _fresh(page: BrowserPage, stood: set[tuple[str, int]]) -> tuple[Step, ...]:
    """The controls that came with a click. A dialog hides what it lies over, and may say the same as that did."""
    there = _controls(page)
    if page.page.locator(DIALOGS).count():
        return tuple(one.step for one in there)
    return tuple(one.step for one in there if (one.words, one.number) not in stood)


def _only_reads(route: Route) -> None:
    """Lets a page read, and nothing else: whoever looks around changes nothing."""
    request: Request = route.request
    called = request.method == "POST" and urlsplit(request.url).path.startswith(ROUTINES)
    if request.method in _READS or called:
        route.continue_()
    else:
        route.abort()
