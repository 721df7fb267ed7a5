"""A limit before the handler, by account or address, with a number that fits what the endpoint is for."""

from __future__ import annotations

import msgspec

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.edits import Brief, Edits
from roadworthy.edits.rate_limits import limit_route
from roadworthy.errors import RepairRefused
from roadworthy.patterns.malicious_input.unlimited_requests.finding import UnlimitedGap


def fix(gap: Gap, app: App) -> Edits | Brief:
    """A limiter of the stack's own library in front of the route; a brief where there is no such route."""
    found: UnlimitedGap | None = gap.details
    if found is None:
        return _brief(gap, "it is not a route of the app's own")
    purpose = found.purposes[0].kind
    try:
        edits = limit_route(app, found.endpoint, purpose, __package__ or "")
    except RepairRefused as refused:
        return _brief(gap, str(refused))
    return msgspec.structs.replace(
        edits,
        title=f"Limit {found.endpoint.subject}"[:72],
        why=f"{gap.message}. A client that asks too often is now answered 429 with the time to wait.",
        notes=(
            "The numbers stand in one table: look whether honest use stays below them.",
            "It counts in the process's memory and trusts one proxy: with several processes give it a shared store, with more proxies their number.",
        ),
    )


def _brief(gap: Gap, why: str) -> Brief:
    return Brief(
        title=f"Limit {gap.subject}"[:72],
        task=f"{gap.message}. Count what one client does and refuse it beyond a limit ({why}).",
        constraints=(
            "counted by account where somebody is signed in, else by address, never by a header that the client writes",
            "honest use, also of many people behind one address, stays below the limit",
        ),
        acceptance=(
            "of sixty requests that one client sends within seconds most are refused with 429 and Retry-After",
            "the app's own tests pass",
        ),
    )
