"""Types into the page's own search, and looks whether anybody is asked or all the rows were there before."""

from __future__ import annotations

from functools import partial
from urllib.parse import unquote_plus, urlsplit

from msgspec import Struct, field
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Locator, Request

from roadworthy.app import App
from roadworthy.patterns.data_volume.scan_search.rare_word import RARE, TITLE, RareWord
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.dialogs import close_dialogs
from roadworthy.proof.failed_loads import PALETTE
from roadworthy.proof.page_lists import PageList, Sent
from roadworthy.proof.screens import visible_text
from roadworthy.proof.search_fields import SEARCHING
from roadworthy.regex import compiled
from roadworthy.trial import BrowserPage, Trial
from roadworthy.views.data.open_lists import ListUse
from roadworthy.views.pages.hosted_reads import ROWS

# Letters and digits that nothing holds.
_NOWHERE = "zyxwvq9431"
_FIELDS = "input:visible"
_OPENERS = "button:visible, [role=button]:visible"
# Whoever waits until somebody has stopped typing does so for less than this.
_TYPED_MS = 1_500
# A page of some hundred rows takes a while to be drawn anew.
_BUSY_MS = 10_000
_DATA = ("document", "fetch", "xhr")
# A row of text is longer than this, however it is written down.
_ROW_BYTES = 20


class Searched(Struct):
    """What typing did: `missing` says why nothing could be typed; `asked` are the requests that carried the word; `found` and
    `sifted` whether the row was shown for its word and not for another."""

    missing: str = "the page shows no field to search in"
    asked: list[str] = field(default_factory=list)
    found: bool = False
    sifted: bool = False


def prove_on_page(experiment: Experiment, app: App, trial: Trial, use: ListUse) -> Reproduction:
    """Searches among a few rows, and looks what the page is sent with many."""
    one, named = use.lists[0], use.component.name if use.component is not None else use.subject
    shown = PageList(app, trial, one.work, one.query, named)
    word = RareWord(experiment, app, shown, use)
    word.add_row()
    small, large = shown.sizes()
    shown.grow(experiment, small)
    few, searched = _opened(experiment, shown)
    if not searched.missing and not searched.found and word.into_a_shown_row(few.text):
        few, searched = _opened(experiment, shown)
    if not word.placed:
        return experiment.untestable(f"no row of {shown.rows.table} takes a word to look for")
    if searched.missing:
        return experiment.untestable(f"{shown.path}: {searched.missing}")
    told = "; ".join(searched.asked) or "no request carried it"
    experiment.note("act", f"{shown.who} types {RARE} and then {_NOWHERE} into the search", shows=told)
    if not (searched.found and searched.sifted):
        return experiment.untestable(
            f"the search on {shown.path} does not show the one row that holds the word"
        )
    if searched.asked:
        return experiment.cleared(f"the search on {shown.path} asks for what is typed: {searched.asked[0]}")
    shown.grow(experiment, large)
    return _judge(experiment, app, shown, few, shown.opened(experiment))


def _opened(experiment: Experiment, shown: PageList) -> tuple[Sent, Searched]:
    searched = Searched()
    return shown.opened(experiment, partial(_search, searched)), searched


def _judge(experiment: Experiment, app: App, shown: PageList, few: Sent, many: Sent) -> Reproduction:
    counted = [(float(point.rows), float(point.size)) for point in (few, many)]
    experiment.measure("bytes sent to the page", many.size, "bytes", counted)
    if many.rows < 2 * few.rows or not many.rows:
        return experiment.untestable(
            f"{shown.rows.table} takes no more than {many.rows} rows, too few to tell"
        )
    if many.size - few.size < _ROW_BYTES * (many.rows - few.rows):
        if shown.still_whole(app):
            return experiment.untestable(f"the rows that were added do not reach {shown.path}")
        return experiment.cleared(
            f"{shown.path} is sent about as much with {many.rows:,} rows of {shown.rows.table} as with {few.rows:,}"
        )
    return experiment.proven(
        f"With {many.rows:,} rows of {shown.rows.table} {shown.path} is sent {many.size:,} bytes ({few.size:,} with "
        f"{few.rows:,}), and a search there asks nobody: it goes through all that was sent"
    )


# --- typing ------------------------------------------------------------------------------------------


def _search(told: Searched, page: BrowserPage) -> None:
    close_dialogs(page)
    box = _box(page)
    if box is None:
        return
    told.missing = ""

    def heard(request: Request) -> None:
        text = unquote_plus(f"{request.url} {request.post_data or ''}").lower()
        # Whoever counts what people look for is told of it as well.
        own = urlsplit(request.url).netloc == urlsplit(page.page.url).netloc or ROWS in request.url
        if (
            own
            and not _ahead(request)
            and request.resource_type in _DATA
            and (RARE in text or _NOWHERE in text)
        ):
            told.asked.append(f"{request.method} {request.url.partition('?')[0]}")

    page.page.on("request", heard)
    try:
        told.found = TITLE.lower() in _after(page, box, RARE)
        if not told.found and close_dialogs(page):
            # It opened while somebody typed.
            told.found = TITLE.lower() in _after(page, box, RARE)
        told.sifted = TITLE.lower() not in _after(page, box, _NOWHERE)
    except BrowserError as error:
        told.missing = f"its search cannot be used: {error.message.splitlines()[0][:100]}"


def _ahead(request: Request) -> bool:
    """A page behind a link that is shown, fetched before anybody follows it: the row's own address has its words in it."""
    headers = request.headers
    router = any(name.startswith("next-router") and name.endswith("prefetch") for name in headers)
    return router or "prefetch" in headers.get("purpose", headers.get("sec-purpose", ""))


def _after(page: BrowserPage, box: Locator, word: str) -> str:
    box.fill("", timeout=_BUSY_MS)
    box.press_sequentially(word, delay=30)
    page.page.wait_for_timeout(_TYPED_MS)
    return visible_text(page).lower()


def _box(page: BrowserPage) -> Locator | None:
    """The field that is named for searching; else the one that comes with Ctrl+K or behind a button of that name."""
    found = _named(page)
    if found is not None:
        return found
    page.page.keyboard.press(PALETTE)
    page.page.wait_for_timeout(_TYPED_MS)
    found = _named(page) or _in_palette(page)
    if found is not None:
        return found
    openers = page.page.locator(_OPENERS).filter(has_text=compiled(SEARCHING))
    try:
        if openers.count():
            openers.first.click(timeout=2_000)
            page.page.wait_for_timeout(_TYPED_MS)
    except BrowserError:
        return None
    return _named(page)


def _in_palette(page: BrowserPage) -> Locator | None:
    """The one field of what the keys opened: that it searches goes without saying there."""
    boxes = page.page.locator("[role=dialog] input:visible")
    return boxes.first if boxes.count() == 1 else None


def _named(page: BrowserPage) -> Locator | None:
    boxes = page.page.locator(_FIELDS)
    for number in range(min(boxes.count(), 30)):
        box = boxes.nth(number)
        told = " ".join(
            box.get_attribute(one) or "" for one in ("type", "placeholder", "aria-label", "name", "id")
        )
        if SEARCHING.search(told):
            return box
    return None
