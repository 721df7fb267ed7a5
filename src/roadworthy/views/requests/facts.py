"""Every condition that something of an endpoint stands under."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.origin import Fact


def all_facts(endpoint: Endpoint) -> Iterator[Fact]:
    """Every single condition that something of an endpoint stands under."""
    waiting = [*endpoint.facts, *(f for q in endpoint.queries for f in q.facts)]
    waiting += [f for call in endpoint.services for f in call.facts]
    waiting += [f for answer in endpoint.answers for f in answer.facts]
    # What holds at the beginning of a handler stands at each of its queries and answers again.
    seen: set[int] = set()
    while waiting:
        fact = waiting.pop()
        if id(fact) not in seen:
            seen.add(id(fact))
            yield fact
            waiting += [inner for way in fact.any_of for inner in way]
