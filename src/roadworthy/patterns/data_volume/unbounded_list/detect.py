"""Looks for queries whose rows are answered or shown as a list and that nothing bounds."""

from __future__ import annotations

import re
from collections.abc import Iterable

from roadworthy.app import App, Location
from roadworthy.catalogue import Severity, Verdict, clear, gap
from roadworthy.patterns.data_volume.unbounded_list.finding import ListGap
from roadworthy.regex import regex
from roadworthy.views.data.open_lists import OpenList, read_lists
from roadworthy.views.data.read_along import counted_along
from roadworthy.views.people.access import ROLE, Access

_ORDER = {"endpoint": 0, "page": 1, "component": 2, "job": 3}
_ADDED_UP = {"sum", "count", "group"}
# Answers that are whole or nothing: exports, feeds, site maps.
_WHOLE = regex(
    r"export|download(?!s(/|$))|backup|dump|sitemap|robots|feed\.(xml|json)|rss|\.csv|my-data|mydata|gdpr",
    re.I,
)


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each endpoint, page and component that gives a list; a query that several lead to is told once."""
    by_subject: dict[str, list[OpenList]] = {}
    counted = {(one.query.location, one.query.table) for use in counted_along(app) for one in use.lists}
    for one in sorted(read_lists(app), key=lambda one: _ORDER.get(one.work.kind, 9)):
        if one.given and not (one.along and (one.query.location, one.query.table) in counted):
            by_subject.setdefault(one.work.subject, []).append(one)
    # A repository's `get_all` asks for the rows of every table from one place.
    told: set[tuple[Location, str, tuple[str, ...], str]] = set()
    for subject, lists in by_subject.items():
        if _WHOLE.search(subject):
            yield clear(subject, "an export holds everything on purpose")
            continue
        found = [one for one in lists if _grows(one) and _place(one) not in told]
        told |= {_place(one) for one in found}
        if found:
            yield _gap(app, subject, found)
        elif not any(_grows(one) for one in lists):
            yield clear(subject, lists[0].growth.reason)


def _place(one: OpenList) -> tuple[Location, str, tuple[str, ...], str]:
    """Where a list is read, and which: `get_all({"state": "open"})` and `get_all({"owner": me})` are two, and so is what a helper
    asks that is handed its SQL."""
    asked = one.query.sql if not one.growth.uncapped else f"{one.query.sql} uncapped"
    return one.query.location, one.query.table, tuple(item.column for item in one.query.filters), asked


def _grows(one: OpenList) -> bool:
    """Whether the list grows without end. A span of time bounds it well enough, unless numbers were all that was wanted."""
    if one.growth.uncapped and one.work.subject.startswith("ACTION "):
        return False  # its arguments are those of the form or component that calls it
    if _just_made(one):
        return False
    if not one.growth.window:
        return one.growth.open
    return (
        bool({handling.kind for handling in one.query.flow.handled} & _ADDED_UP) and one.query.flow.answered
    )


def _just_made(one: OpenList) -> bool:
    """Whether the list hangs on a row that the same request made: it holds what was sent along."""
    made = {query.number for query in one.work.queries if query.operation == "insert"}
    # What may be a row that was found is not only what was made.
    rows = [[leaf.query for leaf in f.value.leaves() if leaf.kind == "row"] for f in one.query.filters]
    return any(asked and made.issuperset(asked) for asked in rows)


def _gap(app: App, subject: str, found: list[OpenList]) -> Verdict:
    first = found[0]
    shown = [h.location for one in found for h in one.query.flow.handled if h.kind == "render"]
    return gap(
        subject,
        _message(first),
        impact=_impact(first),
        locations=tuple(dict.fromkeys([*(one.query.location for one in found), *shown])),
        evidence=tuple(_evidence(one) for one in found[:6]),
        severity=_severity(app, first),
        details=ListGap(tuple(found)),
    )


def _message(one: OpenList) -> str:
    table = one.query.table or "rows"
    if one.growth.uncapped:
        return f"The client chooses how many {table} it is given, and may ask for all of them"
    if one.growth.scope:
        return f"It gives all {table} of one {one.growth.scope.removesuffix('_id').removesuffix('Id')} at once, without a limit"
    if one.growth.window:
        return f"It gives every row of {table} in a span of time besides the numbers made of them"
    return f"It gives all {table} there are at once, without a limit"


def _impact(one: OpenList) -> str:
    return f"{one.work.subject} gets slower and larger with every row of {one.query.table}; each request holds all of them in memory"


def _evidence(one: OpenList) -> str:
    filters = ", ".join(dict.fromkeys(f.column for f in one.query.filters if not f.optional and f.column))
    narrowed = f" where {filters}" if filters else ""
    return f"reads {one.query.table}{narrowed} at {one.query.location}: {one.growth.reason}"


def _severity(app: App, one: OpenList) -> Severity:
    """Low for one's own or an administrator's, else medium: it is slow before it is out, and two of fourteen that were told as high
    were so in labelled prototypes (docs/decisions/0031-severity.md)."""
    endpoint = app.endpoint(one.work.subject)
    if one.growth.uncapped:
        staff = endpoint is not None and ROLE in Access(endpoint).anywhere()
        return Severity.LOW if staff else Severity.MEDIUM
    if one.growth.scope or one.growth.window:
        return Severity.LOW if endpoint is None or _own(one) else Severity.MEDIUM
    return Severity.MEDIUM


def _own(one: OpenList) -> bool:
    return any(leaf.kind == "session" for f in one.query.filters for leaf in f.value.leaves())
