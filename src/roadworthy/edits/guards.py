"""The app's own guards, by the names under which its endpoints have them."""

from __future__ import annotations

from roadworthy.app import App, Endpoint
from roadworthy.views.people.access import Access


def guard_in_use(app: App, framework: str, wanted: str) -> tuple[str, Endpoint] | None:
    """A guard of the app's own that makes sure of `wanted` (`signed in`, `role`) and of nothing more, with an endpoint
    that has it; None when it does so inside its handlers only."""
    votes: dict[str, list[Endpoint]] = {}
    against: set[str] = set()
    for endpoint in app.endpoints:
        if endpoint.framework != framework:
            continue
        sure = Access(endpoint).guards(endpoint.facts)
        for item in endpoint.middleware:
            if item.library or not item.name.isidentifier() or item.name == "anonymous":
                continue
            if sure == {wanted}:
                votes.setdefault(item.name, []).append(endpoint)
            elif wanted not in sure:
                against.add(item.name)
    names = [name for name in votes if name not in against]
    best = max(names, key=lambda name: len(votes[name]), default=None)
    return (best, votes[best][0]) if best is not None else None
