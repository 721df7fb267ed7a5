"""The endpoints that a trial can ask. What only its platform runs, or its framework's own pages can call, is not there: at its address
answers the site beside it."""

from __future__ import annotations

from roadworthy.app import App, Endpoint

# By the framework of the endpoint, why not.
UNREACHED = {
    "vercel": "only Vercel runs it, and the trial has none",
    "tanstack-start": "the trial cannot call what TanStack Start serves",
}


def reached(app: App) -> tuple[Endpoint, ...]:
    """Every endpoint that a trial can ask."""
    return tuple(endpoint for endpoint in app.endpoints if endpoint.framework not in UNREACHED)
