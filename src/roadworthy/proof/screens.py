"""What a person sees in a browser, for proofs."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Error as BrowserError

from roadworthy.regex import regex
from roadworthy.trial import BrowserPage

# How a component's own failure reads in the console, where a boundary caught it.
COMPONENT_FAILED = regex(
    r"^error: .*(TypeError|ReferenceError|is not a function|Cannot read|of undefined)", re.S
)


def visible_text(page: BrowserPage) -> str:
    """The text of the page without white space at its ends; '' for a white page."""
    return page.text().strip()


def still_shows(words: frozenset[str], text: str) -> bool:
    """Whether a text is still the page that shows these words: most of them are there."""
    return 2 * len(words & set(text.split())) > len(words)


def led_on(page: BrowserPage, path: str) -> str:
    """Where the page went from a path by itself, such as to the sign-in; '' where it stayed."""
    plain, arrived = (urlsplit(one).path.rstrip("/") or "/" for one in (path, page.page.url))
    return "" if plain == arrived else arrived


# A link within the app, for routers that heed the address: all do that take "back" for what it is.
_GO = "path => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate', { state: null })) }"
_GONE_SECONDS = 3.0


def stays_by_link(page: BrowserPage, path: str) -> bool:
    """Whether a page that led on when it was opened is shown to whoever comes to it by a link: many ask who is there after they have decided
    (`profile?.role !== "admin"` while the profile is on its way). The page stands there then."""
    if not led_on(page, path):
        return True
    before = visible_text(page)
    try:
        page.page.evaluate(_GO, path)
        page.calm(_GONE_SECONDS)
        # A server's page stays as it is, whatever the address says.
        return not led_on(page, path) and visible_text(page) != before
    except BrowserError:
        return False


def failures_of(page: BrowserPage) -> frozenset[str]:
    """The failures of the page's components, caught by a boundary or not."""
    return frozenset([*page.errors, *(line for line in page.console if tells_failure(line))])


def tells_failure(line: str) -> bool:
    """What a boundary reports to the console of a component that failed: the error itself or, for one that failed on the server,
    the digest by which it stands in the log there."""
    return bool(COMPONENT_FAILED.search(line)) or (line.startswith("error: ") and "digest" in line)
