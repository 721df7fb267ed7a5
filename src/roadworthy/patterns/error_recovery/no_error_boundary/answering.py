"""A page whose own reads come back in another shape than it expects."""

from __future__ import annotations

import json
import re
from typing import Any

from roadworthy.trial import BrowserPage

# What a changed or broken server answers in place of a list or a record.
SHAPES: tuple[Any, ...] = ({}, [None], None)
COMPONENT_FAILED = re.compile(
    r"^error: .*(TypeError|ReferenceError|is not a function|Cannot read|of undefined)", re.S
)


def answer_with(page: BrowserPage, shape: Any) -> None:
    """Answers the page's own data requests with a shape; who is signed in stays true, and so do the pages that a
    framework fetches in parts."""

    def answer(route: Any) -> None:
        request = route.request
        data = request.resource_type in ("fetch", "xhr") and request.method == "GET"
        kept = any(word in request.url for word in ("auth", "session", "/me", "/user", "_rsc=", "/_next/"))
        if data and not kept and "rsc" not in request.headers:
            route.fulfill(status=200, content_type="application/json", body=json.dumps(shape))
        else:
            route.continue_()

    page.page.route("**/*", answer)
