"""Whether the source still says what a gap says of it: a try in which nothing went wrong clears nothing then."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.app import App, Endpoint
from roadworthy.catalogue import Verdict


def is_as_it_was(app: App, endpoint: Endpoint, judge: Callable[[App, Endpoint], Verdict]) -> bool:
    """Whether a pattern's `judge` still finds its gap at an endpoint of the app as it stands."""
    present = app.endpoint(endpoint.subject)
    return present is not None and judge(app, present).verdict == "gap"
