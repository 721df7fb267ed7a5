"""What a person can go on with on a page: links, buttons and fields that are seen."""

from __future__ import annotations

import time
from typing import Any

from msgspec import Struct
from playwright.sync_api import Error as BrowserError

from roadworthy.errors import TrialUnavailable
from roadworthy.patterns.error_recovery.no_error_boundary.answering import answer_with
from roadworthy.proof.screens import visible_text
from roadworthy.trial import BrowserPage, Trial

_FAILED = 500
# A page that failed is built by scripts: on a busy machine they come late.
_BUILT_SECONDS = 5.0
_LOOK_SECONDS = 0.25
_WAYS = """() => [...document.querySelectorAll(
  "a[href], button, [role=button], [role=link], summary, input:not([type=hidden]), select, textarea")]
  .filter(one => one.getClientRects().length && getComputedStyle(one).visibility !== "hidden")
  .map(one => (one.innerText || one.getAttribute("aria-label") || one.getAttribute("href") || one.tagName).trim())"""


class Standing(Struct, frozen=True):
    """What stands there in the end. `status` is that of the document, `ways` what leads on, `uncaught` the errors that
    nothing caught, `reports` what it wrote to the console as errors; `whole` when every script of the page came."""

    status: int
    text: str
    ways: tuple[str, ...]
    uncaught: tuple[str, ...]
    reports: frozenset[str]
    whole: bool
    picture: bytes

    def failed(self, well: Standing) -> bool:
        """Whether something in it failed that did not while all was well, as far as the browser heard of it."""
        return self.status >= _FAILED or bool(self.uncaught or self.reports - well.reports)


def look(trial: Trial, actor: str, path: str, *, shape: Any = ...) -> Standing:
    """Opens a page as an actor, its own reads answered with `shape` where one is given; waits until something leads on, or
    nothing does any more. Raises TrialUnavailable."""
    with trial.browser(actor) as page:
        if shape is not ...:
            answer_with(page, shape)
        status = page.open(path)
        page.settle()
        try:
            ways = _awaited(page)
            text, picture = visible_text(page), page.page.screenshot()
        except BrowserError as error:
            raise TrialUnavailable(f"the page cannot be read: {error.message.splitlines()[0]}") from error
        return Standing(
            status,
            text,
            ways,
            tuple(page.errors),
            frozenset(line for line in page.console if _is_report(line)),
            all(one.status and one.status < 400 for one in page.requests if ".js" in one.url),
            picture,
        )


def _awaited(page: BrowserPage) -> tuple[str, ...]:
    ends = time.monotonic() + _BUILT_SECONDS
    while True:
        ways = tuple(page.page.evaluate(_WAYS))
        if ways or time.monotonic() > ends:
            return ways
        page.page.wait_for_timeout(_LOOK_SECONDS * 1000)


def _is_report(line: str) -> bool:
    """What scripts report. That a file or an answer did not come is the browser's own report."""
    return line.startswith("error: ") and "Failed to load resource" not in line
