"""A page in a browser whose own reads are answered by us: with a failure, with nothing, or never."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct, field
from playwright.sync_api import Dialog, Request, Response, Route
from playwright.sync_api import Error as BrowserError

from roadworthy.errors import TrialUnavailable
from roadworthy.proof.screens import failures_of, led_on, visible_text
from roadworthy.proof.ways import Step, walk
from roadworthy.trial import BrowserPage, Trial
from roadworthy.views.pages.hosted_reads import ROUTINES, ROWS

# Libraries that try again wait 1, 2 and 4 s in between; a page that asks no more for longer has given up.
_QUIET_SECONDS = 4.6
_BRIEF_SECONDS = 0.6
_LONGEST_SECONDS = 14.0
# At most so long is waited until a page has begun to ask; one that draws nothing new and asks for nothing else will not.
_BEGINS_SECONDS = 4.0
_LOOK_SECONDS = 0.3
_OK = 200
_FUNCTIONS = "/functions/v1/"
PALETTE = "Control+k"
"""The keys by which a page opens its search over everything, wherever it has one."""
# A project's address is another origin than the page's.
ACROSS = {"access-control-allow-origin": "*", "access-control-expose-headers": "content-range"}
# The page itself notes every line that it ever shows: what is there for a moment only would else be missed. What it draws by lot (a
# quote of the day) is drawn alike each time it is opened.
NOTES = """
window.__drawn = 42;
Math.random = () => (window.__drawn = (window.__drawn * 16807) % 2147483647) / 2147483647;
window.__lines = new Set();
setInterval(() => { if (document.body) document.body.innerText.split('\\n').forEach(line => window.__lines.add(line)) }, 60);
"""

_DRAWN = """() => [...document.body.querySelectorAll('*')].filter((one) => {
  const { width, height } = one.getBoundingClientRect();
  return width && height && (one.matches('svg, img, canvas, video, progress') || one.getAnimations().length);
}).length"""


class Seen(Struct, frozen=True):
    """`text` is what the page shows in the end, `flashed` every line that it showed meanwhile, dialogs included. `asked`
    is how often the reads in question were made, `answers` what the server answered to them, by path; `picture` the
    page in the end; `failures` of its components; `arrived` where it led on to, '' when it stayed where it was opened;
    `drawn` how many pictures, bars and things that move stand there without a word; `sent` what it asked for, as method and
    address; `silent` when its scripts asked nobody for anything."""

    text: str
    flashed: frozenset[str]
    asked: int
    answers: Mapping[str, Any] = field(default_factory=dict)
    picture: bytes = b""
    failures: frozenset[str] = frozenset()
    arrived: str = ""
    drawn: int = 0
    sent: frozenset[str] = frozenset()
    silent: bool = False

    def broke(self, well: Seen) -> bool:
        """Whether a component failed that did not while all was well."""
        return bool(self.failures - well.failures)

    @property
    def lines(self) -> frozenset[str]:
        """The lines that stand there in the end."""
        return frozenset(lines_of(self.text))

    @property
    def white(self) -> bool:
        """Whether nothing at all stands there."""
        return not self.lines and not self.drawn

    @property
    def counted(self) -> tuple[str, ...]:
        """The same with every line as often as it stands there: a choice may have the name of what else the page lists."""
        return tuple(sorted(lines_of(self.text)))


class Answer(Struct, frozen=True):
    """What the page gets in place of the server's answer; `hangs` for nothing at all, `lost` for a cut connection. Only
    the first `times` reads get it, all when 0."""

    status: int = _OK
    body: Any = None
    hangs: bool = False
    lost: bool = False
    times: int = 0


def lines_of(text: str) -> list[str]:
    """The lines of a page's text, clock times aside."""
    plain = (re.sub(r"\d+:\d\d(:\d\d)?( [AP]M)?", "", line).strip() for line in text.splitlines())
    return [line for line in plain if line]


def _addresses(shapes: Sequence[str]) -> re.Pattern[str]:
    """The addresses whose path may have one of the shapes; `fits` decides."""
    paths = "|".join(re.escape(shape.rstrip("/")).replace(r"\*", "[^/?#]+") for shape in shapes)
    return re.compile(rf"^https?://[^/]+({paths})/?([?#].*)?$")


def fits(path: str, shapes: Sequence[str]) -> bool:
    """Whether a path has one of the shapes, in which * stands for what varies."""
    plain = path.rstrip("/") or "/"
    return any(re.fullmatch(re.escape(shape).replace(r"\*", "[^/]+"), plain) for shape in shapes)


def open_page(
    trial: Trial,
    actor: str,
    route: str,
    shapes: Sequence[str],
    answer: Answer | None = None,
    wait: bool = True,
    *,
    posts: bool = False,
    keys: str = "",
    only: Callable[[str], bool] | None = None,
    steps: Sequence[Step] = (),
) -> Seen:
    """Opens a route as an actor; reads of `shapes` get `answer`, or go to the server; with `posts` they are asked for by
    POST, with `only` at addresses that fit it. Waits until the page has given up asking, when `wait`. `keys` are pressed once it stands, or
    `steps` are gone: then what is asked after the last of them counts. Raises TrialUnavailable."""
    with trial.browser(actor) as page:
        watch = Watch(page, shapes, answer, posts=posts, only=only)
        watch.heeds = not steps
        if wait and not (answer is not None and answer.hangs):
            watch.take_over_time()
        page.open(route)
        if keys:
            page.settle()
            page.page.keyboard.press(keys)
        if steps:
            page.settle()
            if not walk(page, steps, watch.begin):
                raise TrialUnavailable(f"{route} has no longer what was clicked there: {steps[-1].words}")
        if answer is not None and answer.hangs:
            # Its network never comes to rest.
            watch.look(wait=False)
            page.settle(_BRIEF_SECONDS)
        else:
            page.settle()
            watch.look(wait)
        if wait and answer is None:
            # As long as a page that fails is looked at, at most: what changes by itself has changed by then.
            watch.pass_time(_LONGEST_SECONDS)
        return msgspec.structs.replace(watch.seen(), arrived=led_on(page, route))


def reads_of(trial: Trial, actor: str, route: str) -> list[str]:
    """The paths that a page reads when it is opened, from its own server or from the project that answers it directly, of those
    that are answered with success."""
    found: list[str] = []
    with trial.browser(actor) as page:

        def heard(response: Response) -> None:
            request = response.request
            path = urlsplit(request.url).path
            own = request.url.startswith(trial.base_url) or path.startswith((ROWS, _FUNCTIONS))
            # Next.js fetches the next pages ahead, which are nothing that this one shows.
            ahead = "rsc" in request.headers
            if own and _is_read(request) and response.status == _OK and not ahead and path not in found:
                found.append(path)

        page.page.on("response", heard)
        page.open(route)
        page.settle()
        page.page.wait_for_timeout(_BRIEF_SECONDS * 1000)
    return found


def _is_read(request: Request) -> bool:
    """Whether a page's request reads data: a GET, a count of rows without the rows, or a call of a function of the project's."""
    called = request.method == "POST" and urlsplit(request.url).path.startswith(ROUTINES)
    return request.resource_type in ("fetch", "xhr") and (request.method in ("GET", "HEAD") or called)


class Watch:
    """Answers reads of a page, counts them, and keeps what it shows."""

    def __init__(
        self,
        page: BrowserPage,
        shapes: Sequence[str],
        answer: Answer | None,
        *,
        posts: bool = False,
        only: Callable[[str], bool] | None = None,
    ) -> None:
        self.page, self.shapes, self.answer, self.posts = page, shapes, answer, posts
        self._only = only
        self.asked = 0
        # Whether what is asked counts already.
        self.heeds = True
        self._said: set[str] = set()
        self._last = time.monotonic()
        self._held: list[Route] = []
        self._heard: list[Response] = []
        self._skips_time = False
        self._silent = True
        page.page.on("request", self._request)
        page.page.add_init_script(NOTES)
        page.page.on("dialog", self._dialog)
        page.page.on("response", self._response)
        if shapes:
            # What else the page asks for goes its way without us: each request that is looked at costs time.
            page.page.route(_addresses(shapes), self._route)

    def begin(self) -> None:
        """From now on what is asked and shown counts."""
        self.heeds = True
        self.page.page.evaluate("() => window.__lines && window.__lines.clear()")

    def _is_read(self, request: Request) -> bool:
        asked = request.method == "POST" and fits(urlsplit(request.url).path, self.shapes)
        read = _is_read(request) or (self.posts and asked and request.resource_type in ("fetch", "xhr"))
        return read and self.heeds and (self._only is None or self._only(request.url))

    def _request(self, request: Request) -> None:
        if request.resource_type in ("fetch", "xhr", "websocket", "eventsource"):
            self._silent = False

    def _dialog(self, dialog: Dialog) -> None:
        self._said.add(dialog.message)
        dialog.dismiss()

    def _response(self, response: Response) -> None:
        if self._is_read(response.request) and response.request.method != "HEAD" and response.status == _OK:
            self._heard.append(response)

    def _route(self, route: Route) -> None:
        request = route.request
        if not self._is_read(request) or not fits(urlsplit(request.url).path, self.shapes):
            route.continue_()
            return
        self.asked += 1
        self._last = time.monotonic()
        answer = self.answer
        if answer is None or (answer.times and self.asked > answer.times):
            route.continue_()
        elif answer.lost:
            route.abort("connectionreset")
        elif answer.hangs:
            self._held.append(route)
        else:
            body = json.dumps(answer.body)
            route.fulfill(status=answer.status, content_type="application/json", headers=ACROSS, body=body)

    def take_over_time(self) -> None:
        """See `BrowserPage.take_over_time`."""
        self.page.take_over_time()
        self._skips_time = True

    def pass_time(self, seconds: float) -> None:
        """Lets so much of the page's time pass."""
        passed = 0.0
        while passed < seconds:
            passed += self.page.step()

    def look(self, wait: bool) -> None:
        """Waits until the page has asked, and then no more for a while."""
        if not self.asked:
            self.page.calm(_BEGINS_SECONDS if self.shapes else _BRIEF_SECONDS)
            if not self.asked:
                return
        begun, skipped = time.monotonic(), 0.0
        asked, last = self.asked, self._last
        while True:
            now = time.monotonic() + skipped
            if self.asked != asked:
                asked, last = self.asked, now
            idle = _QUIET_SECONDS if wait else _BRIEF_SECONDS
            if now - max(last, begun) > idle or now - begun > _LONGEST_SECONDS:
                return
            if self._skips_time and now - max(last, begun) > _BRIEF_SECONDS:
                skipped += self.page.step()
            else:
                self.page.page.wait_for_timeout(_LOOK_SECONDS * 1000)

    def seen(self) -> Seen:
        """What it shows now; the reads that still wait for an answer are ended."""
        try:
            text, picture = visible_text(self.page), self.page.page.screenshot()
            drawn = int(self.page.page.evaluate(_DRAWN))
            noted = self.page.page.evaluate("() => [...(window.__lines || [])]")
        except BrowserError as error:
            raise TrialUnavailable(f"the page cannot be read: {error.message.splitlines()[0]}") from error
        flashed = frozenset(line for one in (*noted, *self._said, text) for line in lines_of(one))
        failures = failures_of(self.page)
        sent = frozenset(f"{one.method} {one.url.partition('?')[0]}" for one in self.page.requests)
        seen = Seen(
            text,
            flashed,
            self.asked,
            self._answers(),
            picture,
            failures,
            drawn=drawn,
            sent=sent,
            silent=self._silent,
        )
        for route in self._held:
            route.abort()
        return seen

    def _answers(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for response in self._heard if self.answer is None else ():
            path = urlsplit(response.url).path
            if path not in found and fits(path, self.shapes):
                try:
                    found[path] = response.json()
                except (BrowserError, ValueError):
                    # An answer without a body, or no JSON: nothing of it is shown as data.
                    continue
        return found
