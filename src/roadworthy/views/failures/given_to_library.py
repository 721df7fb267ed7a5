"""Answers of `fetch` that a library for queries is given as they came."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import last_name, unwrapped
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import below
from roadworthy.views.failures.fetch_calls import STATUS, is_fetch
from roadworthy.views.failures.python_sends import sends
from roadworthy.views.failures.unchecked_answer import Unchecked
from roadworthy.views.failures.unchecked_fetch import unchecked_request

_RUNS = frozenset({"useMutation", "useQuery", "useInfiniteQuery", "useSuspenseQuery"})
_FUNCTIONS = frozenset({"mutationFn", "queryFn"})


def given_to_library(app: App) -> Iterator[Unchecked]:
    """`useMutation({ mutationFn: (id) => fetch(url) })`: a refusal is an answer like any other, and counts as success."""
    for spot in spots(app, form.Call):
        call = spot.node
        assert isinstance(call, form.Call)
        record = call.arguments[0] if call.arguments and last_name(call.callee) in _RUNS else None
        asked = _asked(record) if isinstance(record, form.Record) else None
        if asked is not None and not _reads_status(record):
            yield unchecked_request(app, spot, asked, sends(asked))


def _asked(options: form.Record) -> form.Call | None:
    """The request whose answer the library is given as it came."""
    for entry in options.entries:
        key = entry.key.value if isinstance(entry.key, form.Literal) else ""
        function = entry.value if key in _FUNCTIONS else None
        last = function.body[-1] if isinstance(function, form.Function) and function.body else None
        call = unwrapped(last.value) if isinstance(last, form.Return) else None
        if isinstance(call, form.Call) and is_fetch(call):
            return call
    return None


def _reads_status(record: form.Node | None) -> bool:
    return any(isinstance(node, form.Member) and node.name in STATUS for node in below((record,)))
