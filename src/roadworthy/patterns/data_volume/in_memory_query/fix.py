"""Has the database count and add up."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.edits import Brief, Change, Edits, Review
from roadworthy.edits.count_in_database import count_in_database
from roadworthy.errors import RepairRefused
from roadworthy.patterns.data_volume.in_memory_query.finding import SiftingGap

_NUMBERS = {"sum", "count"}


def fix(gap: Gap, app: App) -> Edits | Brief:
    """One row of numbers in place of all rows; a brief for filters, groups, and what happens in the page."""
    found: SiftingGap = gap.details
    if any(use.side != "server" or use.handling.kind not in _NUMBERS for use in found.uses):
        return _brief(gap, "what is done with the rows is more than a count or a sum in the server")
    if any(one.along for use in found.uses for one in use.lists):
        return _brief(gap, "the rows come along with others, which stay as they are")
    queries = {one.query.location: one.query for use in found.uses for one in use.lists}
    changes: list[Change] = []
    try:
        for query in queries.values():
            changes += count_in_database(app, query)
    except RepairRefused as error:
        return _brief(gap, str(error))
    table = next(iter(queries.values())).table
    return Edits(
        title=f"Let the database add up {table}",
        why=f"{gap.message}. The query now answers the numbers themselves, in one row.",
        review=Review.READ,
        changes=tuple(dict.fromkeys(changes)),
        notes=(
            "A sum of decimals is exact now where it was added up in floating point: it may differ by a cent.",
        ),
    )


def _brief(gap: Gap, reason: str) -> Brief:
    return Brief(
        title="Let the database do the counting and sifting",
        task=f"{gap.message}, at {', '.join(str(place) for place in gap.locations[:3])}. By hand, because {reason}.",
        constraints=(
            "WHERE, ORDER BY with a limit, count, sum and GROUP BY belong into the query, or into an endpoint that answers the number.",
            "The numbers and the rows that people see stay the same.",
        ),
        acceptance=("With 20,000 rows the database hands over no more than the answer holds.",),
    )
