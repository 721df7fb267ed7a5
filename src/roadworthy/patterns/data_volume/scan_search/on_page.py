"""Types into the page's own search, and looks whether anybody is asked or all the rows were there before."""

from __future__ import annotations

import re
from functools import partial
from urllib.parse import unquote_plus, urlsplit

from msgspec import Struct, field
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Locator, Request

from roadworthy.app import App
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.page_lists import PageList, Sent
from roadworthy.proof.screens import visible_text
from roadworthy.regex import regex
from roadworthy.trial import BrowserPage, Trial
from roadworthy.trial.refusals import NOT_DONE
from roadworthy.views.data.open_lists import ListUse
from roadworthy.views.pages.hosted_reads import ROWS

# Letters that the rows made for trials do not hold, and others that nothing holds.
_RARE, _NOWHERE = "quokka", "zyxwvq"
_TITLE = f"{_RARE.capitalize()} at dawn"
_FIELDS = "input:visible"
_NAMED = regex(r"search|find|filter|look|such", re.I)
_OPENERS = "button:visible, [role=button]:visible"
# Whoever waits until somebody has stopped typing does so for less than this.
_TYPED_MS = 1_500
# A page of some hundred rows takes a while to be drawn anew.
_BUSY_MS = 10_000
_DATA = ("document", "fetch", "xhr")
# A row of text is longer than this, however it is written down.
_ROW_BYTES = 20
_TEXT = ("text", "varchar", "char", "string", "citext", "character varying")


class Searched(Struct):
    """What typing did: `missing` says why nothing could be typed; `asked` are the requests that carried the word; `found` and
    `sifted` whether the row was shown for its word and not for another."""

    missing: str = "the page shows no field to search in"
    asked: list[str] = field(default_factory=list)
    found: bool = False
    sifted: bool = False


def prove_on_page(experiment: Experiment, app: App, trial: Trial, use: ListUse) -> Reproduction:
    """With a few rows and with many: what the page is sent, and what a search asks for."""
    one, named = use.lists[0], use.component.name if use.component is not None else use.subject
    shown = PageList(app, trial, one.work, one.query, named)
    if not _with_rare_row(experiment, app, shown, use):
        return experiment.untestable(f"no row of {shown.rows.table} takes a word to look for")
    points: list[Sent] = []
    searched = Searched()
    for size in shown.sizes():
        shown.grow(experiment, size)
        searched = Searched()
        points.append(shown.opened(experiment, partial(_search, searched)))
    if searched.missing:
        return experiment.untestable(f"{shown.path}: {searched.missing}")
    told = "; ".join(searched.asked) or "no request carried it"
    experiment.note("act", f"{shown.who} types {_RARE} and then {_NOWHERE} into the search", shows=told)
    if not (searched.found and searched.sifted):
        return experiment.untestable(
            f"the search on {shown.path} does not show the one row that holds the word"
        )
    return _judge(experiment, app, shown, points, searched)


def _judge(
    experiment: Experiment, app: App, shown: PageList, points: list[Sent], searched: Searched
) -> Reproduction:
    few, many = points
    experiment.measure("bytes sent to the page", many.size, "bytes", [(p.rows, p.size) for p in points])
    if searched.asked:
        return experiment.cleared(f"the search on {shown.path} asks for what is typed: {searched.asked[0]}")
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


# --- the row -----------------------------------------------------------------------------------------


def _with_rare_row(experiment: Experiment, app: App, shown: PageList, use: ListUse) -> bool:
    """One row that holds the word in all of its texts, as the page may show another one than it searches; else where the search
    looks for it, else in any text."""
    rows = shown.rows
    columns = _columns(app, rows.table, use)
    for taken in (columns, *([column] for column in columns)) if columns else ():
        words = dict.fromkeys(taken, _TITLE)
        try:
            made = rows.database.fill(rows.table, 1, fixed={**rows.fixed, **words})
            made = made or (bool(words) and _written(shown, words))
        except NOT_DONE:
            # A check wants something else there: the next column may be freer.
            continue
        if made:
            names = " and its ".join(taken)
            experiment.note("arrange", f"a row of {rows.table} has '{_TITLE}' as its {names}")
            return True
    return False


def _written(shown: PageList, words: dict[str, str]) -> bool:
    """Puts the words into a row that is there already: of some tables, one for each person say, there can be no other."""
    rows = shown.rows
    known = rows.app.table(rows.table)
    key = known.primary_key[0] if known is not None and known.primary_key else ""
    if not key:
        return False
    quoted = rows.database.quoted(rows.table)
    where = " and ".join(f'"{name}" = %s' for name in rows.fixed) or "true"
    changes = ", ".join(f'"{name}" = %s' for name in words)
    found = rows.database.query(
        f'select "{key}" as k from {quoted} where {where} limit 1', tuple(rows.fixed.values())
    )
    if not found:
        return False
    sql = f'update {quoted} set {changes} where "{key}" = %s'
    return rows.database.execute(sql, (*words.values(), found[0]["k"])) > 0


def _columns(app: App, table: str, use: ListUse) -> list[str]:
    place = use.handling.location
    source = app.read(place.path)[place.start : place.end].decode("utf-8", "replace")
    named = re.findall(r"\.(\w+)", source)
    known = app.table(table)
    free = [
        column
        for column in (known.columns if known is not None else ())
        if column.type.split("(")[0] in _TEXT
        and not (column.primary or column.values or column.references or column.type.endswith("[]"))
    ]
    free.sort(key=lambda column: named.index(column.field) if column.field in named else len(named))
    return [column.name for column in free]


# --- typing ------------------------------------------------------------------------------------------


def _search(told: Searched, page: BrowserPage) -> None:
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
            and (_RARE in text or _NOWHERE in text)
        ):
            told.asked.append(f"{request.method} {request.url.partition('?')[0]}")

    page.page.on("request", heard)
    try:
        told.found = _TITLE.lower() in _after(page, box, _RARE)
        told.sifted = _TITLE.lower() not in _after(page, box, _NOWHERE)
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
    page.page.keyboard.press("Control+k")
    page.page.wait_for_timeout(_TYPED_MS)
    found = _named(page)
    if found is not None:
        return found
    openers = page.page.locator(_OPENERS).filter(has_text=_NAMED)
    try:
        if openers.count():
            openers.first.click(timeout=2_000)
            page.page.wait_for_timeout(_TYPED_MS)
    except BrowserError:
        return None
    return _named(page)


def _named(page: BrowserPage) -> Locator | None:
    boxes = page.page.locator(_FIELDS)
    for number in range(min(boxes.count(), 30)):
        box = boxes.nth(number)
        told = " ".join(
            box.get_attribute(one) or "" for one in ("type", "placeholder", "aria-label", "name", "id")
        )
        if _NAMED.search(told):
            return box
    return None
