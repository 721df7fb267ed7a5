"""Requests that change nothing, whatever their method says."""

from __future__ import annotations

from roadworthy.app.endpoint import Endpoint


def only_looks_up(endpoint: Endpoint) -> bool:
    """Whether an endpoint asks the database for rows, writes none, and asks nobody outside."""
    selects = all(query.operation == "select" for query in endpoint.queries)
    return bool(endpoint.queries) and selects and not endpoint.services
