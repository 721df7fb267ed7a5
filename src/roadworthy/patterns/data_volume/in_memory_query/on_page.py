"""Compares what a page is sent with what it shows, while the rows become more."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.patterns.data_volume.in_memory_query.choosing import chosen_among
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.page_lists import PageList, Sent
from roadworthy.trial import Trial
from roadworthy.views.data.open_lists import ListUse

# A row of text is longer than this, however it is written down.
_ROW_BYTES = 20
# A row that is shown takes a line at least; a page of a list shows no more than so many of them.
_PAGE_LINES = 40
# A page of fifty grows with the first rows, and then no more.
_IN_STEP = 0.5


def prove_on_page(experiment: Experiment, app: App, trial: Trial, use: ListUse) -> Reproduction:
    """With a few rows and with many."""
    one, named = use.lists[0], use.component.name if use.component is not None else use.subject
    shown = PageList(app, trial, one.work, one.query, named)
    points: list[Sent] = []
    for size in shown.sizes():
        shown.grow(experiment, size)
        points.append(shown.opened(experiment))
    few, many = points
    table = shown.rows.table
    experiment.measure("bytes sent to the page", many.size, "bytes", [(p.rows, p.size) for p in points])
    experiment.measure("lines shown", many.lines, "lines", [(p.rows, p.lines) for p in points])
    if many.rows < 2 * few.rows:
        return experiment.untestable(f"{table} takes no more than {many.rows} rows, too few to tell")
    more, sent = many.rows - few.rows, many.size - few.size
    if sent < _ROW_BYTES * more:
        if shown.still_whole(app):
            return experiment.untestable(f"the rows that were added do not reach {shown.path}")
        return experiment.cleared(
            f"{shown.path} is sent about as much with {many.rows:,} rows of {table} as with {few.rows:,}"
        )
    shown.grow(experiment, many.rows + more)
    most = shown.opened(experiment)
    if most.size < many.size:
        return experiment.untestable(
            f"{shown.path} is sent less when there are more rows of {table}: what it depends on is not known"
        )
    if most.rows > many.rows and most.size - many.size < sent * _IN_STEP * (most.rows - many.rows) / more:
        return experiment.cleared(
            f"{shown.path} is sent no more than a page of {table}: {most.size:,} bytes with {most.rows:,} rows, {many.size:,} with "
            f"{many.rows:,}"
        )
    if many.lines - few.lines > min(_PAGE_LINES, more / 4):
        chosen = chosen_among(experiment, shown, few, many)
        if chosen:
            return experiment.proven(
                f"{shown.path} is sent all {many.rows:,} rows of {table}, {many.size:,} bytes: {chosen}"
            )
        return experiment.untestable("most of the rows are shown on the page, so that they are read for it")
    return experiment.proven(
        f"{shown.path} is sent {sent:,} bytes more for {more:,} further rows of {table}, and shows "
        f"{many.lines - few.lines} lines more: what it shows is made of them in the browser"
    )
