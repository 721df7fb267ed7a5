"""Routes of the front end that a browser can open: their parameters lead to rows that exist."""

from __future__ import annotations

import re
from typing import Any

from roadworthy.app import App, Endpoint, Origin, Page, Query
from roadworthy.proof.arrangement import Arrangement, fill_path, parameters
from roadworthy.proof.valid_request import valid_request
from roadworthy.regex import regex
from roadworthy.trial import Doors, Trial
from roadworthy.views.pages.screens import page_at, parts_of
from roadworthy.views.pages.served import served_pages

_TEMPLATES = ("flask", "django", "express")
# The parameter of the address, as react-router, TanStack Router and Next.js hand it to a component.
_HOOK = regex(r"useParams\(\)\.(\w+)$")
_ADMINISTRATORS = regex(r"\badmin|/staff\b|/backoffice\b", re.I)


def open_route(app: App, trial: Trial, route: str, actor: str = "alice") -> str:
    """A route with its parameters filled: by the keys of rows that the page's own requests read, the actor's own
    where rows have owners."""
    names = parameters(route)
    if not names:
        # A slash at the end is part of the address: Flask sends whoever leaves it out elsewhere.
        return route.replace("*", "").rstrip("/") or "/" if "*" in route else route
    made = _made_by_server(app, trial, route, actor)
    if made:
        return made
    page = page_at(app, route)
    row = _row(app, trial, page, actor) if page is not None else None
    table_key = row or {}
    return fill_path(route, {name: table_key.get(name, table_key.get("id", 1)) for name in names})


def _made_by_server(app: App, trial: Trial, route: str, actor: str) -> str:
    """The path of a page that an endpoint of the app's own makes from a template, or that is rendered on the server, which says what
    its parameters choose; '' for other pages."""
    plain = fill_path(route, {})
    templates = [one for one in app.endpoints if one.method == "GET" and one.framework in _TEMPLATES]
    for endpoint in (*templates, *(page for page in served_pages(app) if _chooses(page))):
        if fill_path(endpoint.path, {}) == plain:
            request = valid_request(app, trial, endpoint)
            return request.path.partition("?")[0] if request.actor == actor else ""
    return ""


def _chooses(page: Endpoint) -> bool:
    """Whether a part of the address chooses what the page asks for itself."""
    leaves = (leaf for query in page.queries for item in query.filters for leaf in item.value.sources())
    return any(leaf.kind == "params" for leaf in leaves)


def _row(app: App, trial: Trial, page: Page, actor: str) -> dict[str, Any] | None:
    arrangement = Arrangement(app, trial, actor if actor in trial.actors else "")
    table = table_read(app, page)
    if table is None:
        return None
    return arrangement.own_row(table)


def table_read(app: App, page: Page) -> str | None:
    """The table behind the first request of the page, or of what it puts in, that names one row."""
    parts = parts_of(app, page)
    for fetch in [fetch for part in parts for fetch in part.fetches]:
        if fetch.method != "GET" or ":value" not in fetch.path:
            continue
        for endpoint in app.endpoints:
            same = endpoint.method == "GET" and fill_path(endpoint.path, {}) == fetch.path.replace(
                ":value", "1"
            )
            if same and endpoint.queries:
                return endpoint.queries[0].table
    names = set(parameters(page.route))
    asked = (query for part in parts for query in part.queries if query.operation == "select")
    return next((query.table for query in asked if query.table and _picked_by(app, query, names)), None)


def _picked_by(app: App, query: Query, names: set[str]) -> bool:
    """Whether a page's own query asks for the row that its address names, by the router's hook or handed on under its name."""
    table = app.table(query.table)
    keys = {one.name for one in table.columns if one.primary or one.unique} if table is not None else set()
    picked = [item for item in query.filters if item.operator == "=" and item.column in keys]
    return any(_parameter(leaf) in names for item in picked for leaf in item.value.sources())


def named_by_address(value: Origin, route: str, path: str) -> Any:
    """What a page that is opened by a path takes from it for `value`; None where it takes nothing from there."""
    pieces = zip(route.split("/"), path.partition("?")[0].split("/"), strict=False)
    named = {name: text for piece, text in pieces for name in parameters(piece)}
    return next((named[name] for leaf in value.sources() if (name := _parameter(leaf)) in named), None)


def _parameter(leaf: Origin) -> str:
    """The parameter of the address that a value is, by the router's hook or handed on under its name; '' for every other value."""
    hook = _HOOK.search(leaf.operation)
    if hook is not None:
        return str(hook[1])
    return leaf.path[-1] if leaf.kind in ("params", "props") and leaf.path else ""


def viewer(app: App, trial: Trial, route: str) -> str:
    """Who looks at a page: an administrator where its route or file says that it is for those and there is one, else alice;
    anybody in an app that has no accounts."""
    page = page_at(app, route)
    told = f"{route} {page.file if page is not None else ''}"
    if "admin" in trial.actors and _ADMINISTRATORS.search(told):
        return "admin"
    return "anonymous" if without_accounts(trial) else "alice"


def without_accounts(trial: Trial) -> bool:
    """Whether the app knows no people that sign in: then anybody does what it is for."""
    return "alice" not in trial.actors and trial.plan.doors == Doors()
