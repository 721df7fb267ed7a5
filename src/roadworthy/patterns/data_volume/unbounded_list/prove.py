"""Shows that an answer grows in step with the rows behind it, and that a page stays a page."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.patterns.data_volume.unbounded_list.finding import ListGap
from roadworthy.patterns.data_volume.unbounded_list.prove_project import prove_project
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.actions import reads
from roadworthy.proof.asked_by import asked_by
from roadworthy.proof.given_up import SECONDS, unanswered
from roadworthy.proof.growing_rows import GrowingRows
from roadworthy.proof.kept_answers import forget_answers
from roadworthy.proof.opened_list import opened
from roadworthy.proof.page_rows import rows_shown
from roadworthy.proof.page_text import said
from roadworthy.proof.valid_request import ValidRequest, send_valid
from roadworthy.trial import Response, Trial
from roadworthy.views.data.open_lists import OpenList

_FEW = 10
# Nobody looks through so many rows of one answer: a limit beyond it bounds nothing.
_NO_PAGE = 1_000
# A page stays as it is: what varies from one to the next, such as longer numbers, is less than this.
_PAGE_BYTES = 4_096
_STILL = 1.2
_UNSEEN = "the rows that were added do not appear in the answer"
# `<li>7</li>`: no row of a page is shorter.
_ROW_BYTES = 10
# With less a page may hold a number, or a mark, for each.
_BYTES_OF_A_ROW = 40
# Whoever asks for so many asks for all.
_ALL = 1_000_000


class Point(Struct, frozen=True):
    """An answer at a number of rows. `items` counts the elements of the longest list in it, -1 where it holds none."""

    rows: int
    answer: Response
    items: int

    @property
    def size(self) -> int:
        """Its body, in bytes."""
        return len(self.answer.body)


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Asks for the list while its rows become 10, 1,000 and 20,000."""
    found: ListGap = gap.details
    one = found.lists[0]
    experiment = Experiment(
        trial, f"{gap.subject} answers a page of {one.query.table}, however many there are"
    )
    endpoint = asked_by(app, gap.subject, [one.query] if one.work.side == "server" else [])
    if endpoint is None and one.query.rights == "user" and trial.supabase is not None:
        return prove_project(experiment, one.query, trial, app)
    if endpoint is None or not reads(endpoint):
        return experiment.untestable(
            "the list is not answered to a request that only reads and could be measured"
        )
    request, answer = opened(experiment, app, trial, endpoint, one.query)
    if request is None:
        return experiment.untestable(f"the list is not answered: {answer.status} {said(answer)[:120]}")
    rows = GrowingRows(app, trial, endpoint, one.query, request)
    rows.hold_searched(one.query)
    before = _ask(experiment, request, f"{rows.count()} rows are there")
    if one.growth.uncapped:
        asked = _asking_for_all(one, request)
        if asked is None:
            return experiment.untestable("where the client says how many it wants cannot be told")
        request = asked
    shown = _grow(experiment, rows, request, before)
    if shown.observed == _UNSEEN and rows.last_longer(one.query):
        return _grow(experiment, rows, request, before)
    return shown


def _asking_for_all(one: OpenList, request: ValidRequest) -> ValidRequest | None:
    limit = one.query.limit
    names = [leaf.path[-1] for leaf in limit.sources() if leaf.path] if limit is not None else []
    named = next((name for name in names if name.isidentifier()), None)
    if named is None:
        return None
    sign = "&" if "?" in request.path else "?"
    return msgspec.structs.replace(request, path=f"{request.path}{sign}{named}={_ALL}")


def _grow(experiment: Experiment, rows: GrowingRows, request: ValidRequest, before: Response) -> Reproduction:
    points: list[Point] = []
    # Of rows that came with the app a join may show a few: what is made must be more than there are.
    held = rows.count()
    for size in rows.sizes(max(rows_shown(before), held if held < _NO_PAGE // 2 else 0)):
        number = rows.grow(experiment, size)
        answer = _ask(experiment, request, f"{number:,} rows are there")
        if not points and answer.status in (400, 422):
            return experiment.cleared(f"It refuses to answer {_ALL:,} rows at once ({answer.status})")
        if not answer.ok:
            return unanswered(experiment, number, answer, len(points), _held(rows.table, points))
        points.append(Point(number, answer, rows_shown(answer)))
        if len(points) == 1 and not _seen(points[0], before):
            return experiment.untestable(_UNSEEN)
    return _judge(experiment, rows, points)


def _held(table: str, points: list[Point]) -> str:
    """A list that held its rows before; '' where it did not."""
    last = points[-1] if points else None
    if last is None or last.items < last.rows / 2:
        return ""
    return (
        f"With {last.rows:,} rows of {table} the answer holds {last.items:,} of them and comes after "
        f"{last.answer.seconds:.1f} s"
    )


def _ask(experiment: Experiment, request: ValidRequest, when: str) -> Response:
    forget_answers(experiment.trial)
    return send_valid(experiment, request, f"{request.actor} opens the list when {when}", timeout=SECONDS)


def _seen(first: Point, before: Response) -> bool:
    """Whether the answer holds rows of those that were added, so that it says something that it holds no more later."""
    page = "html" in first.answer.headers.get("content-type", "")
    if page:
        # What stands beside each other on a page may be something else: rows take room as well.
        return first.items > max(rows_shown(before), 0) and first.size >= len(before.body) + _ROW_BYTES * min(
            first.rows, first.items
        )
    return first.items > max(rows_shown(before), 0) or (first.items >= _FEW and not page)


def _judge(experiment: Experiment, growing: GrowingRows, points: list[Point]) -> Reproduction:
    first, middle, last = points
    table = growing.table
    experiment.measure("bytes of the answer", last.size, "bytes", [(p.rows, p.size) for p in points])
    experiment.measure("rows in the answer", last.items, "rows", [(p.rows, p.items) for p in points])
    seconds = [(float(p.rows), p.answer.seconds * 1000) for p in points]
    experiment.measure("time to the answer", last.answer.seconds * 1000, "ms", seconds)
    if growing.too_few(first.rows, middle.rows, last.rows):
        return experiment.untestable(
            f"{table} takes no more than {last.rows} rows here, too few to tell a list from a page"
        )
    if _in_step(points):
        return experiment.proven(
            f"With {first.rows:,} rows of {table} the answer has {first.size:,} bytes, with {middle.rows:,} it has "
            f"{middle.size:,}, with {last.rows:,} it has {last.size:,} and holds {last.items:,} of them"
        )
    if last.items >= _NO_PAGE and last.size > middle.size:
        return experiment.proven(
            f"With {last.rows:,} rows of {table} one answer holds {last.items:,} of them, {last.size:,} bytes: a limit that no page "
            "and no person reads through"
        )
    if last.size - middle.size > _PAGE_BYTES and last.size > middle.size * _STILL:
        return experiment.untestable(
            f"with {last.rows:,} rows of {table} the answer has {last.size:,} bytes, with {middle.rows:,} {middle.size:,}: it "
            "grows, though not in step with them"
        )
    return experiment.cleared(
        f"With {last.rows:,} rows of {table} the answer has {last.size:,} bytes and holds {last.items:,} of them "
        f"({middle.size:,} bytes with {middle.rows:,} rows)"
    )


def _in_step(points: list[Point]) -> bool:
    """Whether bytes and elements both grow as the rows do: a further row costs about as much at the end as at the beginning.
    Not every row is in it where some are other people's; a page has no more of them however many there are."""
    first, middle, last = points
    early = (middle.size - first.size) / (middle.rows - first.rows)
    late = (last.size - middle.size) / (last.rows - middle.rows)
    more = (last.items - middle.items) / (last.rows - middle.rows)
    # A list in each of its rows is longer than the list of them: then the bytes tell.
    counted = more > 1 / 10 or (late > _BYTES_OF_A_ROW and late < early * 4)
    return early > 0 and late > early / 4 and counted
