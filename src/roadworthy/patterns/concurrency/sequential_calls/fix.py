"""Starts independent calls together, and reads related rows with one query."""

from __future__ import annotations

from roadworthy.app import App, Query
from roadworthy.catalogue import Gap
from roadworthy.edits import Brief, Change, Edits, Review
from roadworthy.edits.call_together import call_together
from roadworthy.edits.read_together import read_together
from roadworthy.errors import RepairRefused
from roadworthy.patterns.concurrency.sequential_calls.finding import SequenceGap
from roadworthy.views.code.sequences import reads


def fix(gap: Gap, app: App) -> Edits | Brief:
    """All of the gap's calls, or a brief: half a repair leaves the wait."""
    found: SequenceGap = gap.details
    if len(found.each) > 1 or (found.each and found.rows):
        return _brief(gap, "several calls of one loop have to be changed together")
    changes: list[Change] = []
    try:
        for row in found.rows:
            if not all(reads(operation) for operation in row.operations):
                raise RepairRefused("some of the calls change something")
            changes += call_together(app, row.steps)
        for one in found.each:
            if not isinstance(one.operation, Query):
                raise RepairRefused("what is asked per element is not a query")
            changes += read_together(app, one.operation, one.loop)
    except RepairRefused as error:
        return _brief(gap, str(error))
    return Edits(
        title=_title(gap),
        why=_why(gap),
        review=Review.READ,
        changes=tuple(dict.fromkeys(changes)),
    )


def _title(gap: Gap) -> str:
    found: SequenceGap = gap.details
    what = "Read related rows together in" if found.each else "Ask independent questions at once in"
    title = f"{what} {gap.subject}"
    return title if len(title) <= 72 else title[:71] + "…"


def _why(gap: Gap) -> str:
    found: SequenceGap = gap.details
    if found.each:
        return f"{gap.message}. One query reads them all before the list is gone through."
    return f"{gap.message}. They start together now; when one fails, the request fails as before."


def _brief(gap: Gap, reason: str) -> Brief:
    return Brief(
        title=_title(gap),
        task=f"{gap.message}, at {', '.join(str(place) for place in gap.locations[:4])}. By hand, because {reason}.",
        constraints=(
            "Related rows are read with a join or IN (...), and written with one statement.",
            "Independent calls start together; nothing that changes something moves before a check.",
        ),
        acceptance=(
            "The statements of one request stay the same in number when the list grows from 1 to 100.",
        ),
    )
