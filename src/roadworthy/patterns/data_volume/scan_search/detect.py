"""Looks for searches that read every row: patterns that begin with anything, and lists that were fetched whole."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App, Location
from roadworthy.app.flow import Handling
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.data_volume.scan_search.finding import SearchGap
from roadworthy.views.data.open_lists import ListUse, list_uses, read_lists
from roadworthy.views.data.searches import Search, searches
from roadworthy.views.pages.row_searches import row_searches

_ORDER = {"endpoint": 0, "page": 1, "component": 2, "job": 3}


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each endpoint, page and component that searches; a place that several lead to is told once."""
    told: set[Location] = set()
    yield from _by_queries(app, told)
    yield from _in_lists(app, told)


def _by_queries(app: App, told: set[Location]) -> Iterable[Verdict]:
    by_subject: dict[str, list[Search]] = {}
    for search in sorted(searches(app), key=lambda one: _ORDER.get(one.work.kind, 9)):
        if search.query.location not in told:
            by_subject.setdefault(search.work.subject, []).append(search)
            told.add(search.query.location)
    for subject, found in by_subject.items():
        columns = list(dict.fromkeys(f"{one.query.table}.{name}" for one in found for name in one.columns))
        tables = " and ".join(dict.fromkeys(one.query.table for one in found))
        yield gap(
            subject,
            f"The search looks for text anywhere within {_listed(columns)}, which no index answers",
            impact=f"Each search of {subject} reads every row of {tables}, and slows everybody else down meanwhile",
            locations=tuple(dict.fromkeys(one.query.location for one in found)),
            evidence=tuple(
                f"{', '.join(one.columns)} of {one.query.table} at {one.query.location}" for one in found[:6]
            ),
            severity=Severity.MEDIUM,
            details=SearchGap(searches=tuple(found)),
        )


def _in_lists(app: App, told: set[Location]) -> Iterable[Verdict]:
    by_subject: dict[str, list[ListUse]] = {}
    for use in list_uses(app):
        growing = [one for one in use.lists if (one.growth.open or one.growth.wide) and not one.growth.window]
        if use.handling.kind == "search" and growing and use.handling.location not in told:
            by_subject.setdefault(use.subject, []).append(use)
            told.add(use.handling.location)
    for use in _in_templates(app):
        if use.handling.location not in told:
            by_subject.setdefault(use.subject, []).append(use)
            told.add(use.handling.location)
    for subject, found in by_subject.items():
        tables = " and ".join(dict.fromkeys(one.query.table for use in found for one in use.lists))
        where = "browser" if found[0].side == "client" else "application"
        sources = dict.fromkeys(one.query.location for use in found for one in use.lists)
        yield gap(
            subject,
            f"The search goes through all {tables} in the {where}",
            impact=f"Every row of {tables} travels before anybody can search, and every letter typed goes through all of them",
            locations=tuple(
                dict.fromkeys(
                    [*(use.handling.location for use in found), *(g for use in found for g in use.givers)]
                )
            ),
            evidence=(
                *(f"looks within each row at {use.handling.location}" for use in found[:4]),
                *(f"the rows come from {place}" for place in list(sources)[:4]),
            ),
            severity=Severity.MEDIUM if where == "browser" else Severity.HIGH,
            details=SearchGap(uses=tuple(found)),
        )


def _in_templates(app: App) -> Iterable[ListUse]:
    """Searches of the script of a page among all rows that the server filled in."""
    for search in row_searches(app):
        lists = [
            one
            for one in read_lists(app)
            if one.work.subject == search.endpoint.subject
            and one.given
            and (one.growth.open or one.growth.wide)
            and not (one.growth.window or one.growth.uncapped)
        ]
        if lists:
            handling = Handling("search", search.location, tuple(one.query.flow.order for one in lists))
            yield ListUse(search.endpoint.subject, "client", handling, tuple(lists))


def _listed(columns: list[str]) -> str:
    return ", ".join(columns[:4]) + (" and more" if len(columns) > 4 else "")
