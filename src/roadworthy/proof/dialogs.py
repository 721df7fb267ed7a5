"""Dialogs that open by themselves over a page, as people put them away before they do anything else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Locator

from roadworthy.regex import regex
from roadworthy.trial import BrowserPage

# What lies over a page and says so by its role.
DIALOGS = "[role=dialog]:visible, [role=alertdialog]:visible"
_OPEN = f"{DIALOGS}, [aria-modal=true]:visible, dialog[open]:visible"
_BUTTONS = "button:visible, [role=button]:visible"
# What puts a dialog away and does nothing else.
_AWAY = regex(
    r"^\W*(close|dismiss|skip\b.*|(maybe |remind me |i'll .*|do (it|this) )?later|not now|no,? thanks|got it|understood|\u00d7|x)\W*$",
    re.I,
)
_MOST = 4
_GONE_MS = 400


def close_dialogs(page: BrowserPage, wanted: Sequence[str] = ()) -> bool:
    """Puts away what lies over the page, unless one of its controls says one of the `wanted` words: that is what is looked for.
    Whether anything was put away."""
    shown, closed = page.page.locator(_OPEN), False
    for _ in range(_MOST):
        number = shown.count()
        if not number or _holds(shown, wanted):
            break
        try:
            page.page.keyboard.press("Escape")
            page.page.wait_for_timeout(_GONE_MS)
            if shown.count() == number and not _put_away(shown.last):
                break
            page.page.wait_for_timeout(_GONE_MS)
        except BrowserError:
            # It went by itself, or with the page.
            break
        closed = True
    return closed


def _holds(shown: Locator, wanted: Sequence[str]) -> bool:
    told = [word.lower() for word in wanted if word]
    return any(word in text.lower() for text in shown.all_inner_texts() for word in told)


def _put_away(dialog: Locator) -> bool:
    """Presses the button that says so; a cross is named for those who do not see it."""
    buttons = dialog.locator(_BUTTONS)
    for number in range(min(buttons.count(), 12)):
        button = buttons.nth(number)
        words = " ".join((button.inner_text() or button.get_attribute("aria-label") or "").split())
        if _AWAY.match(words):
            button.click(timeout=2_000)
            return True
    return False
