"""What a person sees in a browser, for proofs."""

from __future__ import annotations

from roadworthy.trial import BrowserPage


def visible_text(page: BrowserPage) -> str:
    """The text of the page without white space at its ends; '' for a white page."""
    return page.text().strip()
