"""Every condition that something of an endpoint stands under."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.origin import Fact, each_once


def all_facts(endpoint: Endpoint) -> Iterator[Fact]:
    """Every single condition that something of an endpoint stands under."""
    found = [*endpoint.facts, *(f for q in endpoint.queries for f in q.facts)]
    found += [f for call in endpoint.services for f in call.facts]
    found += [f for answer in endpoint.answers for f in answer.facts]
    return each_once(found)
