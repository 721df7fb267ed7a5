"""A page that shows every row until somebody chooses: whether the choice is made among what it has, without asking anybody."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

from msgspec import Struct
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Locator

from roadworthy.proof import Experiment
from roadworthy.proof.dialogs import close_dialogs
from roadworthy.proof.page_lists import PageList, Sent
from roadworthy.proof.screens import visible_text
from roadworthy.regex import regex
from roadworthy.trial import BrowserPage

_TABS = 6
_TELLING = 3
_BUTTONS, _LOOKED_AT, _SHORT = 8, 40, 30
# What would change what is being looked at, or end the visit.
_CHANGING = regex(
    r"sign ?out|log ?out|delete|remove|cancel|pay|buy|order now|checkout|add|new|create|edit|save|submit|confirm|view|details",
    re.I,
)
_OPTIONS = 4
_DRAWN_MS = 700
_PATIENCE_MS = 2_000
_SEARCH = "input[type=search]:visible, input[type=text]:visible, input:not([type]):visible"


class _Choice(Struct):
    """What somebody did, and how many of the lines that stood there are left."""

    says: str = ""
    left: int = 0


def chosen_among(experiment: Experiment, shown: PageList, few: Sent, many: Sent) -> str:
    """In words, what was chosen and how many rows were left without a request; '' where no choice of that kind was found. Rows are
    the lines that came with the further rows; some must be left, so that it is the list that changed and not the page."""
    rows = _lines(many.text) - _lines(few.text)
    made = _Choice()

    def choose(page: BrowserPage) -> None:
        close_dialogs(page)
        for says in _choices(page, sorted(rows)):
            before = _asked(page)
            page.page.wait_for_timeout(_DRAWN_MS)
            left = len(rows & _lines(visible_text(page)))
            if 0 < left < len(rows) / 2 and _asked(page) == before:
                made.says, made.left = says, left
                return

    shown.opened(experiment, choose)
    if not made.says:
        return ""
    experiment.note(
        "act", made.says, shows=f"{made.left} of {len(rows)} lines are left, and nobody was asked"
    )
    return f"{made.says} left {made.left} of {len(rows)} lines of rows and asked nobody"


def _lines(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines() if line.strip()}


def _asked(page: BrowserPage) -> int:
    return len(page.requests)


def _choices(page: BrowserPage, rows: list[str]) -> Iterator[str]:
    """One after the other: a search for a row, the options of a list, tabs. Each is made on what the page shows by then."""
    fields = page.page.locator(_SEARCH)
    word = _rarest(rows)
    if word and fields.count() and _done(partial(fields.first.fill, word, timeout=_PATIENCE_MS)):
        yield f"a search for “{word[:40]}”"
        _done(partial(fields.first.fill, "", timeout=_PATIENCE_MS))
    lists = page.page.locator("select:visible")
    for number in range(min(lists.count(), _OPTIONS)):
        yield from _options(lists.nth(number))
    tabs = page.page.locator("[role=tab]:visible, [role=radio]:visible")
    for number in range(min(tabs.count(), _TABS)):
        one = tabs.nth(number)
        if _done(partial(one.click, timeout=_PATIENCE_MS)):
            yield f"pressing “{' '.join(one.inner_text().split())[:40]}”"

    yield from _comboboxes(page)
    buttons = page.page.locator("main button:visible, button:visible")
    for label in _labels(buttons):
        one = page.page.locator("button:visible").filter(has_text=label).first
        if _done(partial(one.click, timeout=_PATIENCE_MS)):
            yield f"pressing “{label}”"


def _rarest(rows: list[str]) -> str:
    """A word that few of the rows hold, the longest of those; '' for none."""
    words = Counter(word for row in rows for word in set(row.split()) if len(word) > _TELLING)
    return min(words, key=lambda word: (words[word], -len(word), word), default="")


def _labels(buttons: Locator) -> list[str]:
    texts = [" ".join(text.split()) for text in buttons.all_inner_texts()[:_LOOKED_AT]]
    return [one for one in dict.fromkeys(texts) if 0 < len(one) <= _SHORT and not _CHANGING.search(one)][
        :_BUTTONS
    ]


def _comboboxes(page: BrowserPage) -> Iterator[str]:
    """Lists that are drawn by the page itself: they open on a click, and their options lie elsewhere in the document."""
    boxes = page.page.locator("button[role=combobox]:visible")
    for number in range(min(boxes.count(), _OPTIONS)):
        for option in range(_OPTIONS):
            chosen = page.page.locator("[role=option]:visible").nth(option)
            opened = _done(partial(boxes.nth(number).click, timeout=_PATIENCE_MS))
            if not opened or not _done(partial(chosen.click, timeout=_PATIENCE_MS)):
                _done(partial(page.page.keyboard.press, "Escape"))
                break
            yield f"choosing “{' '.join(boxes.nth(number).inner_text().split())[:40]}”"


def _options(chooser: Locator) -> Iterator[str]:
    before = chooser.input_value(timeout=_PATIENCE_MS)
    values = chooser.locator("option").evaluate_all("all => all.map(one => one.value)")
    for value in [one for one in values if one != before][:_OPTIONS]:
        if _done(partial(chooser.select_option, value, timeout=_PATIENCE_MS)):
            yield f"choosing “{value[:40]}”"
    _done(partial(chooser.select_option, before, timeout=_PATIENCE_MS))


def _done(action: Callable[[], object]) -> bool:
    """Whether the page let it be done."""
    try:
        action()
    except BrowserError:
        return False
    return True
