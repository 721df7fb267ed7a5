"""A page whose own reads come back in another shape than it expects."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from playwright.sync_api import Error as BrowserError

from roadworthy.proof.failed_loads import ACROSS
from roadworthy.regex import regex
from roadworthy.trial import BrowserPage

# What a changed or broken server answers in place of a list or a record.
SHAPES: tuple[Any, ...] = ({}, [None], None)
# The row of a server action's answer: `0:{"a":"$@1","f":"","b":"..."}`.
_VALUE = regex(r'^[0-9a-f]+:\{.*"a":"\$@([0-9a-f]+)"')


def answer_with(page: BrowserPage, shape: Any) -> list[str]:
    """Answers the page's own data requests with a shape; who is signed in stays true, and so do the pages that a
    framework fetches in parts. The list that comes back fills with the addresses that were answered."""
    answered: list[str] = []

    def answer(route: Any) -> None:
        request = route.request
        if request.method == "POST" and "next-action" in request.headers:
            answered.append(request.url)
            # What it asks once more while it is closed has no answer any more.
            with contextlib.suppress(BrowserError):
                _answer_action(route, shape)
        elif _reads_data(request):
            answered.append(request.url)
            route.fulfill(status=200, content_type="application/json", headers=ACROSS, body=json.dumps(shape))
        else:
            route.continue_()

    page.page.route("**/*", answer)
    return answered


def _reads_data(request: Any) -> bool:
    data = request.resource_type in ("fetch", "xhr") and request.method == "GET"
    kept = any(word in request.url for word in ("auth", "session", "/me", "/user", "_rsc=", "/_next/"))
    return data and not kept and "rsc" not in request.headers


def _answer_action(route: Any, shape: Any) -> None:
    """A server action that a page calls when it is opened reads something: what it returned is put in another shape. Its answer is
    one row for the call, which names the row that holds the value."""
    answer = route.fetch()
    rows = answer.text().splitlines()
    called = next((match for row in rows if (match := _VALUE.search(row))), None)
    if called is None or "text/x-component" not in answer.headers.get("content-type", ""):
        route.fulfill(response=answer)
        return
    route.fulfill(response=answer, body=f"{called.string}\n{called[1]}:{json.dumps(shape)}\n")
