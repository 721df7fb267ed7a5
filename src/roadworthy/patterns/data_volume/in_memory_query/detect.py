"""Looks for whole lists that are fetched only to be sifted, sorted or added up in the application."""

from __future__ import annotations

import re
from collections.abc import Iterable

from roadworthy.app import App, Location
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.data_volume.in_memory_query.belonging import (
    counts_turns,
    in_batches,
    kept_for_all,
    looked_up,
    own_order,
    read_for_values,
    shown_whole,
)
from roadworthy.patterns.data_volume.in_memory_query.finding import SiftingGap
from roadworthy.patterns.data_volume.in_memory_query.rows_read import (
    goes_through,
    is_in_order,
    is_whole_table,
    of_one_thing,
)
from roadworthy.patterns.data_volume.in_memory_query.wording import WORDS, done_with, evidence_of, tables_of
from roadworthy.views.data.open_lists import ListUse, OpenList, list_uses
from roadworthy.views.data.read_along import counted_along

_ADDED_UP = {"sum", "group", "count"}
_USED = {"render", "shown", "each", "filter", "sort", "slice", "sum", "group", "search"}


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each endpoint, component and job that does such work; a place that several lead to is told once."""
    by_subject: dict[str, list[ListUse]] = {}
    for use in list_uses(app):
        place = use.handling.location
        if use.handling.kind == "slice" and (shown_whole(app, place) or in_batches(app, place)):
            continue
        if use.handling.kind == "sort" and own_order(app, use.handling.location):
            continue
        if use.handling.kind == "keyed" and not looked_up(app, place):
            continue
        if use.handling.kind == "distinct" and not read_for_values(app, use.handling.location):
            continue
        by_subject.setdefault(use.subject, []).append(use)
    along: dict[str, list[ListUse]] = {}
    for use in counted_along(app):
        along.setdefault(use.subject, []).append(use)
    told: set[Location] = set()
    for subject in dict.fromkeys((*by_subject, *along)):
        uses = by_subject.get(subject, [])
        parted = _parted(app, uses)
        found = [
            use
            for use in uses
            if use.handling.location not in told | parted
            and _wasteful(use, _kinds(app, use, uses))
            and not (use.handling.kind in ("count", "find") and kept_for_all(app, use))
        ]
        known = told | {use.handling.location for use in found}
        found += [use for use in along.get(subject, []) if use.handling.location not in known]
        told |= {use.handling.location for use in found}
        if found:
            yield _gap(subject, found)


def _kinds(app: App, use: ListUse, uses: list[ListUse]) -> set[str]:
    """Everything that is done with the same rows."""
    own = {one.query.location for one in use.lists}
    alike = [other.handling for other in uses if own & {one.query.location for one in other.lists}]
    if use.handling.kind == "distinct":  # `new Set(rows.map(...))` goes through them to do this and no more
        alike = [one for one in alike if not one.location.within(use.handling.location)]
    if use.handling.kind == "find":  # a loop that looks for one goes through them to do this
        alike = [one for one in alike if one.kind != "each" or one.location != use.handling.location]
    turned = any(counts_turns(app, one.location) for one in alike if one.kind == "count")
    return {one.kind for one in alike} | ({"each"} if turned else set())


def _wasteful(use: ListUse, kinds: set[str]) -> bool:
    """Whether the database should have done it. Counting what is shown anyway costs nothing more."""
    kind = use.handling.kind
    lists = [one for one in use.lists if not one.growth.uncapped]
    if kind not in WORDS or not lists or use.generic or use.handling.trigger.startswith("on"):
        return False
    if _none_in_vain(kind, lists):
        return False
    if kind == "join":
        # Those of one thing or one person, or of a day, are a list that a query may well be handed.
        return any(not (one.growth.scope or one.growth.window or one.growth.wide) for one in lists)
    if (
        all(of_one_thing(one) for one in lists)
        and kind in ("filter", "sort")
        and not kinds & {*_ADDED_UP, "slice"}
    ):
        return False
    if all(one.growth.wide for one in lists):
        return kind in ("sum", "slice") or (kind == "count" and _alone(use, lists, kinds))
    if all(one.growth.window for one in lists):
        return kind in _ADDED_UP and not kinds & {"render", "group"} and not use.passed
    if kind == "distinct":
        return not kinds & _USED
    if kind == "keyed":
        return all(map(is_whole_table, lists)) and _alone(use, lists, kinds - {"each"})
    if kind == "end":
        return all(map(is_in_order, lists)) and _alone(use, lists, kinds)
    if kind == "among":
        # The keys are taken out of the rows for it.
        return _alone(use, lists, kinds - {"each"}) and not any(map(goes_through, lists))
    if kind in ("count", "exists", "find"):
        return _alone(use, lists, kinds) and (
            kind in ("count", "find")
            or (use.component is not None) == (kind == "exists")
            or (kind == "exists" and all(is_whole_table(one) for one in lists))
        )
    return True


def _none_in_vain(kind: str, lists: list[OpenList]) -> bool:
    """Whether each row goes to the one it belongs to, or how many were sent a message is counted while they are."""
    if kind in ("filter", "find", "join") and all(one.growth.each for one in lists):
        return True
    return kind in ("sum", "count") and any(map(goes_through, lists))


def _parted(app: App, uses: list[ListUse]) -> set[Location]:
    """Filters that part a list in two of which each is used: what is assigned, and what is not."""
    texts: dict[Location, str] = {}
    for use in uses:
        place = use.handling.location
        if use.handling.kind == "filter":
            texts[place] = re.sub(r"\s", "", app.source(place).decode(errors="replace"))
    plain: dict[str, list[Location]] = {}
    for place, text in texts.items():
        plain.setdefault(text.replace("!", ""), []).append(place)
    return {
        place
        for places in plain.values()
        if len({texts[place].count("!") % 2 for place in places})
        == len({texts[place] for place in places})
        == 2
        for place in places
    }


def _alone(use: ListUse, lists: list[OpenList], kinds: set[str]) -> bool:
    """Whether nothing else is done with the rows, so that they need not have been read."""
    if use.passed or kinds & _USED:
        return False
    shown = (
        any(one.given for one in lists)
        if use.component is None or use.side == "server"
        else "render" in kinds
    )
    return not shown


def _gap(subject: str, found: list[ListUse]) -> Verdict:
    table = tables_of(found)
    sources = dict.fromkeys(one.query.location for use in found for one in use.lists)
    same_file = [place for place in sources if place.path == found[0].handling.location.path]
    return gap(
        subject,
        f"It fetches all {table} and {done_with(found)}",
        impact=f"{subject} moves every row of {table} to use a few of them, or a number made of them, and takes longer with each new one",
        locations=tuple(dict.fromkeys([*(use.handling.location for use in found), *same_file])),
        evidence=(*evidence_of(found), *(f"the rows come from {place}" for place in list(sources)[:4])),
        severity=_severity(found),
        details=SiftingGap(tuple(found)),
    )


def _severity(found: list[ListUse]) -> Severity:
    whole = any(not one.growth.scope and not one.growth.window for use in found for one in use.lists)
    return Severity.MEDIUM if whole else Severity.LOW
