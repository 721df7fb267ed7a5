"""What a person can go on with on a page: links, buttons and fields that are seen."""

from __future__ import annotations

import time
from typing import Any

from msgspec import Struct
from playwright.sync_api import Error as BrowserError

from roadworthy.errors import TrialUnavailable
from roadworthy.patterns.error_recovery.no_error_boundary.answering import answer_with
from roadworthy.proof.screens import tells_failure, visible_text
from roadworthy.trial import BrowserPage, Trial

_FAILED = 500
# A page that failed is built by scripts: on a busy machine they come late.
_BUILT_SECONDS = 5.0
_STAYS_SECONDS = 1.5
_LOOK_SECONDS = 0.25
_WAYS = """() => [...document.querySelectorAll(
  "a[href], button, [role=button], [role=link], summary, input:not([type=hidden]), select, textarea")]
  .filter(one => one.getClientRects().length && getComputedStyle(one).visibility !== "hidden")
  .map(one => [one.matches("button, [role=button]") ? "button" : "other",
    (one.innerText || one.getAttribute("aria-label") || one.getAttribute("href") || one.tagName).trim()])"""


class Standing(Struct, frozen=True):
    """What stands there in the end. `status` is that of the document, `ways` what leads on and `buttons` those of them that are
    nothing but buttons, `uncaught` the errors that nothing caught, `reports` the failures of components that were caught; `whole` when
    every script of the app's build came, `answered` how many of its reads were given a shape."""

    status: int
    text: str
    ways: tuple[str, ...]
    buttons: tuple[str, ...]
    uncaught: tuple[str, ...]
    reports: frozenset[str]
    whole: bool
    picture: bytes
    answered: int = 0

    def failed(self, well: Standing) -> bool:
        """Whether a component failed that did not while all was well, as far as the browser heard of it."""
        uncaught = set(self.uncaught) - set(well.uncaught)
        return self.status >= _FAILED or bool(uncaught or self.reports - well.reports)


def look(trial: Trial, actor: str, path: str, *, shape: Any = ...) -> Standing:
    """Opens a page as an actor, its own reads answered with `shape` where one is given; waits until something leads on, or
    nothing does any more. Raises TrialUnavailable."""
    with trial.browser(actor) as page:
        answered = answer_with(page, shape) if shape is not ... else []
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
            tuple(label for _, label in ways),
            tuple(label for kind, label in ways if kind == "button"),
            tuple(page.errors),
            frozenset(line for line in page.console if tells_failure(line)),
            # A host's own scripts (`/_vercel/insights/script.js`) are nowhere but there.
            all(one.status and one.status < 400 for one in page.requests if "/_next/static/" in one.url),
            picture,
            len(answered),
        )


def _awaited(page: BrowserPage) -> list[tuple[str, str]]:
    """What leads on once it stays so: a part of the page may stand there until its scripts run and fail."""
    begun = time.monotonic()
    since, before = begun, list[tuple[str, str]]()
    while True:
        ways = [(kind, label) for kind, label in page.page.evaluate(_WAYS)]
        now = time.monotonic()
        since, before = (since if ways == before else now), ways
        if (ways and now - since > _STAYS_SECONDS) or now - begun > _BUILT_SECONDS + _STAYS_SECONDS:
            return ways
        page.page.wait_for_timeout(_LOOK_SECONDS * 1000)
