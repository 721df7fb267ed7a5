"""A list that a page is given, wherever it comes from: rows that it finds, in growing numbers, and what the page is sent for them."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from msgspec import Struct
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Response

from roadworthy.app import App, Endpoint, Query, Work
from roadworthy.errors import TrialUnavailable
from roadworthy.proof.asked_by import asked_by, sound_request
from roadworthy.proof.experiment import Experiment
from roadworthy.proof.growing_rows import GrowingRows
from roadworthy.proof.project_rows import ProjectRows, Row, wanted_by
from roadworthy.proof.routes import open_route, viewer
from roadworthy.proof.screens import led_on, stays_by_link, visible_text
from roadworthy.proof.spread_words import spread_words
from roadworthy.proof.ways import Step, Way, walk, way_to
from roadworthy.trial import BrowserPage, Trial
from roadworthy.views.pages.asked_at import Asked
from roadworthy.views.pages.hosted_reads import asks_for, hosted_path
from roadworthy.views.pages.screens import route_showing

# Two numbers of rows that no page of a list holds both of.
_SIZES = (20, 150)
_DRAWN_MS = 800
# Those that the page has set a place for, whether or not they have come yet, and those that its style draws.
_PICTURES = """() => [...document.body.querySelectorAll('*')].filter((one) => one.getClientRects().length > 0
  && (one.matches('img, video, canvas') || getComputedStyle(one).backgroundImage.startsWith('url('))).length"""
_DATA = ("document", "fetch", "xhr")


class Sent(Struct, frozen=True):
    """What a page was sent: `size` are the bytes of its document and data, those of a request that is made again counted once, `text` is what stood there when it had opened.
    `asked` are the paths of the requests, `pictures` how many pictures stood there."""

    rows: int
    size: int
    text: str
    asked: tuple[str, ...] = ()
    pictures: int = 0

    @property
    def lines(self) -> int:
        """The lines that it shows; a row may be a picture without a word."""
        return len([line for line in self.text.splitlines() if line.strip()]) + self.pictures


class PageList:
    """A list of one query of a work, on the page at `path`, as `who` sees it."""

    def __init__(self, app: App, trial: Trial, work: Work, query: Query, component: str) -> None:
        self.trial, self._app = trial, app
        self._subject = work.subject
        # Which request is the list's own where the database answers the page itself, and the clicks that lead to it.
        self._own: Asked | None = None
        self._steps: tuple[Step, ...] | None = None
        endpoint = asked_by(app, work.subject, [query]) if work.side == "server" else None
        shown = endpoint.path if endpoint is not None and _is_page(app, endpoint) else ""
        own = work.subject if work.kind == "page" else ""
        self.route = shown or own or route_showing(app, component) or route_showing(app, work.subject)
        if not self.route:
            raise TrialUnavailable(f"no page is known to show {component}")
        self.who = viewer(app, trial, self.route)
        self.path = open_route(app, trial, self.route, self.who)
        if endpoint is not None:
            request = sound_request(app, trial, endpoint)
            self.path = request.path.partition("?")[0] if shown else self.path
            self.who = request.actor if shown else self.who
            self.rows = GrowingRows(app, trial, endpoint, query, request)
            return
        self.rows = GrowingRows.of(app, trial, query.table, _hosted(app, trial, query, self.who))
        selects, compares = asks_for(query)
        self._own = Asked(component, hosted_path(query), selects=selects, compares=compares)

    def _asks(self, method: str, url: str) -> bool:
        """Whether a request may be the list's own."""
        own = self._own
        return own is None or (
            method in ("GET", "HEAD") and urlsplit(url).path == own.path and own.may_be(url)
        )

    def _come(self, page: BrowserPage) -> None:
        """Where the page asks for something else of the kind when it opens, goes where it asks for the list."""
        asked = self._own is None or any(self._asks(one.method, one.url) for one in page.requests)
        if self._steps is None and not asked:
            way = way_to(self.trial, self.who, self.path, self._asks)
            if way is None and not self.still_whole(self._app):
                # It is read in another way now, such as counted: what the page is sent says all.
                return
            if way is None:
                raise TrialUnavailable(f"{self.path} is not seen to ask for the list")
            self._steps = way.steps
        if self._steps and not walk(page, self._steps, lambda: None):
            raise TrialUnavailable(f"{self.path} has no longer what was clicked there")

    def still_whole(self, app: App) -> bool:
        """Whether the app as it stands reads the list without a limit in the same place: then rows that do not reach the page say
        nothing of it."""
        return any(
            query.table == self.rows.table
            and query.operation == "select"
            and query.limit is None
            and not query.one
            for work in app.works
            if work.subject == self._subject
            for query in work.queries
        )

    def sizes(self) -> tuple[int, int]:
        """How many rows there should be: a few more than there are, and many more."""
        already = self.rows.count()
        few, many = _SIZES
        return already + few, 2 * already + many

    def grow(self, experiment: Experiment, size: int) -> int:
        """Makes them so many, in all states that the app knows."""
        number = self.rows.grow(experiment, size)
        spread_words(self._app, self.trial, self.rows.table, self.rows.fixed)
        return number

    def opened(self, experiment: Experiment, then: Callable[[BrowserPage], None] | None = None) -> Sent:
        """Opens the page; `then` does something on it afterwards. Raises TrialUnavailable when it does not open."""
        # A page that asks the same again and again is sent more the longer somebody looks, whatever there is.
        bodies: dict[tuple[str, str, bytes | None], int] = {}
        asked: list[str] = []
        with self.trial.browser(self.who) as page:

            def heard(response: Response) -> None:
                if response.request.resource_type in _DATA:
                    asked.append(urlsplit(response.url).path)
                    try:
                        request = response.request
                        one = (request.method, request.url, request.post_data_buffer)
                        bodies[one] = max(bodies.get(one, 0), len(response.body()))
                    except BrowserError:
                        # A redirect, or an answer to a request that was given up: it has no body.
                        return

            page.page.on("response", heard)
            status = page.open(self.path)
            page.settle()
            page.page.wait_for_timeout(_DRAWN_MS)
            if status != 200:
                raise TrialUnavailable(f"{self.path} does not open for {self.who}: {status}")
            arrived = led_on(page, self.path)
            if arrived and not stays_by_link(page, self.path):
                raise TrialUnavailable(f"{self.path} leads {self.who} on to {arrived}")
            self._come(page)
            if self._steps:
                page.settle()
                page.page.wait_for_timeout(_DRAWN_MS)
            text, pictures = visible_text(page), int(page.page.evaluate(_PICTURES))
            if then is not None:
                then(page)
            sent = Sent(self.rows.count(), sum(bodies.values()), text, tuple(asked), pictures)
        clicked = f" and clicks {Way(self._steps)}" if self._steps else ""
        says = f"{self.who} opens {self.path}{clicked} when {sent.rows:,} rows of {self.rows.table} are there"
        experiment.note("act", says, shows=f"{sent.size:,} bytes of data, {sent.lines} lines shown")
        return sent


def _is_page(app: App, endpoint: Endpoint) -> bool:
    """Whether people open it in a browser, be it made of a template."""
    filled = endpoint.method == "GET" and any(page.route == endpoint.path for page in app.pages)
    return endpoint.kind == "page" or filled


def _hosted(app: App, trial: Trial, query: Query, who: str) -> Row:
    if query.rights != "user" or trial.supabase is None:
        raise TrialUnavailable("which request brings the rows to the page cannot be told")
    found = wanted_by(query, ProjectRows(app, trial, query.table), who)
    if found is None:
        raise TrialUnavailable("what the page looks for cannot be told from its source")
    return found
