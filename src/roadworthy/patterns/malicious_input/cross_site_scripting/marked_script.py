"""A harmless script that marks the page it runs in, and a look in a real browser whether it ran."""

from __future__ import annotations

from playwright.sync_api import Error as BrowserError

from roadworthy.trial import BrowserPage, Trial

# Short enough for most columns. What runs sets a mark in the window, and that alone decides: of the page, also where it runs
# in a frame of it.
_MARKUP = "<img src=x onerror=\"top.roadworthyRan='{mark}'\">"
RAN = "() => String(window.roadworthyRan || '')"
WAIT_MS = 800


def markup(mark: str) -> str:
    """Markup with a script that leaves the mark where it runs."""
    return _MARKUP.format(mark=mark)


def plain_text(mark: str) -> str:
    """A text without markup, as long as the markup: what refuses the one for its length refuses the other."""
    return f"plain {mark} ".ljust(len(markup(mark)), "-")


def look(trial: Trial, actor: str, path: str) -> tuple[str, str]:
    """The mark that the page's scripts left ('' when none ran), and what a visitor reads there."""
    with trial.browser(actor) as opened:
        opened.open(path)
        opened.settle()
        return _mark(opened), opened.text()


def _mark(opened: BrowserPage) -> str:
    try:
        opened.page.wait_for_function("() => window.roadworthyRan", timeout=WAIT_MS)
    except BrowserError:
        return ""
    return str(opened.page.evaluate(RAN))
