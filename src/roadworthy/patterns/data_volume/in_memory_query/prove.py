"""Counts the rows that the database hands to the app for one answer, while the table grows."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.patterns.data_volume.in_memory_query.finding import SiftingGap
from roadworthy.patterns.data_volume.in_memory_query.on_page import prove_on_page
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.actions import reads
from roadworthy.proof.asked_by import PAGE, asked_by
from roadworthy.proof.given_up import SECONDS, unanswered
from roadworthy.proof.growing_rows import GrowingRows
from roadworthy.proof.handed_rows import forget_handed, handed
from roadworthy.proof.opened_list import opened
from roadworthy.proof.page_rows import reads_the_same, rows_shown
from roadworthy.proof.page_text import said
from roadworthy.proof.valid_request import ValidRequest, send_valid
from roadworthy.trial import Response, Trial

# As many rows as a page shows: an answer that holds more of them is a list, and no number.
_PAGE = 20
_FEW = 5
# Nobody is shown so many: what is handed over beyond is not for reading.
_NO_PAGE = 1_000


class Point(Struct, frozen=True):
    """One answer: the rows there were, those that the database handed over, the longest list in the answer, its bytes."""

    rows: int
    handed: int
    answered: int
    size: int


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Asks for the answer while its rows become 10, 1,000 and 20,000."""
    found: SiftingGap = gap.details
    lists = [one for use in found.uses if use.side == "server" for one in use.lists]
    experiment = Experiment(
        trial, f"{gap.subject} is handed about the rows that it answers, however many there are"
    )
    endpoint = asked_by(app, gap.subject, [one.query for one in lists])
    in_browser = next((use for use in found.uses if use.lists and use.side == "client"), None)
    if not lists and in_browser is not None:
        return prove_on_page(experiment, app, trial, in_browser)
    if not lists or endpoint is None or not reads(endpoint):
        return experiment.untestable(
            "what is done with the rows happens elsewhere than for a request that only reads"
        )
    request, answer = opened(experiment, app, trial, endpoint, lists[0].query)
    if request is None:
        return experiment.untestable(f"it is not answered: {answer.status} {said(answer)[:120]}")
    rows = GrowingRows(app, trial, endpoint, lists[0].query, request)
    already = rows.count()
    points: list[Point] = []
    for size in rows.sizes(already):
        number = rows.grow(experiment, size)
        later, most = _asked(experiment, rows, request, number)
        if not later.ok:
            return unanswered(experiment, number, later, len(points), _thrown_away(rows.table, points))
        if not points and reads_the_same(later, answer):
            return experiment.untestable("the rows that were added change nothing in the answer")
        points.append(Point(number, most, rows_shown(later), len(later.body)))
    return _judge(experiment, rows, endpoint.kind == PAGE, points)


def _thrown_away(table: str, points: list[Point]) -> str:
    """Rows that were all handed over for a short answer; '' where they were not."""
    last = points[-1] if points else None
    if last is None or last.handed < last.rows / 2 or not -1 < last.answered <= _PAGE:
        return ""
    return f"With {last.rows:,} rows of {table} the database hands over {last.handed:,} for an answer of {last.size:,} bytes"


def _asked(
    experiment: Experiment, rows: GrowingRows, request: ValidRequest, number: int
) -> tuple[Response, int]:
    """The answer, and the rows of the table that selects handed over for it."""
    forget_handed(rows.trial)
    says = f"{request.actor} asks when {number:,} rows are there"
    answer = send_valid(experiment, request, says, timeout=SECONDS)
    found = handed(rows.trial, rows.table)
    experiment.note("observe", f"the database handed over {found.rows:,} rows for it", shows=found.most)
    return answer, found.rows


def grows_with(middle: Point, last: Point) -> bool:
    """Whether what is handed over grows with the rows: most of them is, or a share of them that stays the same, as where a fifth of
    the rows are the asker's."""
    most = last.handed >= last.rows / 2 and last.handed - middle.handed >= (last.rows - middle.rows) / 2
    share = last.handed > _NO_PAGE and last.handed * middle.rows >= middle.handed * last.rows / 2
    return most or (middle.handed > 0 and share)


def _judge(experiment: Experiment, rows: GrowingRows, page: bool, points: list[Point]) -> Reproduction:
    first, middle, last = points
    table = rows.table
    experiment.measure("rows handed over", last.handed, "rows", [(p.rows, p.handed) for p in points])
    experiment.measure("rows answered", max(last.answered, 0), "rows", [(p.rows, p.answered) for p in points])
    if rows.too_few(first.rows, middle.rows, last.rows):
        return experiment.untestable(f"{table} takes no more than {last.rows} rows here, too few to tell")
    grows = grows_with(middle, last)
    # A list of all of them is another matter: they are used.
    used = last.answered * _FEW > last.handed or last.size > last.handed * _FEW
    if page:
        # What a page says beside its rows is long: only what it says more is theirs.
        used = last.size - middle.size > (last.handed - middle.handed) * _FEW
    if grows and used and (page or last.answered > _PAGE):
        return experiment.untestable("most of the rows are in the answer, so that they are read for it")
    if grows:
        return experiment.proven(
            f"With {last.rows:,} rows of {table} the database hands over {last.handed:,} for an answer of {last.size:,} bytes "
            f"({middle.handed:,} with {middle.rows:,}, {first.handed:,} with {first.rows:,})"
        )
    if not last.handed:
        # Not even a sum: the rows that were made are not those that are asked for.
        return experiment.untestable(f"no row of {table} was seen to be handed over")
    return experiment.cleared(
        f"With {last.rows:,} rows of {table} the database hands over {last.handed:,} for an answer of {last.size:,} bytes"
    )
