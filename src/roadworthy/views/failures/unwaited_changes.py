"""Changes that a page asks for in passing: the statement is the request alone, so that nobody waits for it and nothing hears of its failure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.location import at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import unwrapped
from roadworthy.views.code.owner import owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.failures.failure_text import told_by_client
from roadworthy.views.failures.unchecked_answer import Unchecked

# What nobody waits for: traces, what was seen, a parting word.
_ASIDE = regex(
    r"track|\blogs?\b|views?\b|seen|\bread\b|ping|heartbeat|beacon|analytic|event|metric|presence|typing|visit|log-?out|sign-?out",
    re.I,
)


def unwaited_changes(app: App) -> Iterator[Unchecked]:
    """Each of them, but for what only leaves a trace."""
    return in_passing(app, frozenset() if app.view(told_by_client) else app.view(_asked), write=False)


def in_passing(app: App, calls: frozenset[tuple[str, int, int]], *, write: bool) -> Iterator[Unchecked]:
    """Each of some calls, by file and offsets, that is a statement of its own, which nothing waits for."""
    for spot in spots(app, form.Evaluate) if calls else ():
        node = spot.node
        assert isinstance(node, form.Evaluate)
        call = unwrapped(node.value)
        alone = isinstance(call, form.Call) and not isinstance(node.value, form.Await)
        if call is not None and alone and (spot.path, call.span.start, call.span.end) in calls:
            yield Unchecked(owner_of(app, spot), "promise", at(spot.path, node), write)


def _asked(app: App) -> frozenset[tuple[str, int, int]]:
    """Where the requests stand that change something and that nothing catches."""
    return frozenset(
        (request.location.path, request.location.start, request.location.end)
        for work in app.works
        for request in (work.fetches if work.side == "client" else ())
        if request.method not in ("GET", "HEAD") and not request.caught and not request.hook
        if not _ASIDE.search(request.path)
    )
