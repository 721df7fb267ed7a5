"""What an app runs around every view: its context processors, and what it writes there (a line in a log, a visit), which is not
what the view does."""

from __future__ import annotations

from roadworthy.frameworks.events import QuerySeen, ServiceSeen
from roadworthy.frameworks.exchange import exchange_of
from roadworthy.interpret import Args, Choice, ObjectValue, Run, Value
from roadworthy.languages import form


def processed(run: Run, given: Args, node: form.Node) -> dict[str, Value]:
    """What the app's context processors give a template, the later ones over the earlier."""
    begun = len(run.trace.events)
    named: dict[str, Value] = {}
    for processor in exchange_of(run).processors:
        returned = run.call(processor, given, node)
        for option in returned.values() if isinstance(returned, Choice) else [returned]:
            named.update(option.fields if isinstance(option, ObjectValue) else {})
    leave_writes_out(run.trace.events, begun)
    return named


def leave_writes_out(events: list[object], begun: int) -> None:
    """Takes out what was written since `begun` events."""
    seen = events[begun:]
    events[begun:] = [one for one in seen if not (isinstance(one, QuerySeen) and one.operation != "select")]
    # A query is known by how many came before it.
    for number, one in enumerate(one for one in events if isinstance(one, (QuerySeen, ServiceSeen))):
        one.number = number
