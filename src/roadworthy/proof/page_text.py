"""Answers as people read them: a page by its text, a redirect by where it leads."""

from __future__ import annotations

import re

from roadworthy.regex import regex
from roadworthy.trial import Response

_UNSEEN = regex(r"<(head|script|style|svg|template)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_TAG = regex(r"<[^>]*>")


def said(response: Response) -> str:
    """What an answer says, in one piece."""
    if 300 <= response.status < 400 and "location" in response.headers:
        return f"leads to {response.headers['location']}"
    if "html" not in response.headers.get("content-type", ""):
        return response.text
    return " ".join(_TAG.sub(" ", _UNSEEN.sub(" ", response.text)).split())
