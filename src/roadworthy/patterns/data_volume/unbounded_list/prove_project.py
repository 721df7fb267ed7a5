"""The same for a list that a page asks of the database directly: the page's request, made as the page makes it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from roadworthy.app import App, Query
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.page_text import said
from roadworthy.proof.project_api import SERVER, ProjectApi, rows_path
from roadworthy.proof.project_rows import ProjectRows, Row, wanted_by
from roadworthy.regex import regex
from roadworthy.trial import Trial

_OF_STAFF = regex(r"\badmin|/staff\b|/backoffice\b", re.I)
# Up to what the service gives in one answer at most; what lies beyond is left out without a word.
_SIZES = (10, 100, 1_000)


def prove_project(experiment: Experiment, query: Query, trial: Trial, app: App) -> Reproduction:
    """Asks for the list while its rows become 10, 100 and 1,000."""
    now = as_it_stands(app, query)
    if now is None:
        return experiment.untestable(f"no page asks for this list of {query.table} any more")
    if now.limit is not None and _limit(now) is None:
        return experiment.untestable("how many rows the page asks for is reckoned by its code")
    rows = ProjectRows(app, trial, query.table)
    actor = "alice" if "alice" in trial.actors else "anonymous"
    shown = _asked(experiment, now, rows, actor, wanted_by(now, rows, actor))
    if shown.state == "untestable" and "admin" in trial.actors and _OF_STAFF.search(now.location.path):
        # Whom the page is for sees the rows of all.
        return _asked(experiment, now, rows, "admin", wanted_by(now, rows, "anonymous"))
    return shown


def _asked(
    experiment: Experiment, now: Query, rows: ProjectRows, actor: str, fixed: Row | None
) -> Reproduction:
    if fixed is None:
        return experiment.untestable("what the page looks for cannot be told from its source")
    api, path = ProjectApi(experiment), _path(now, rows, fixed)
    points: list[tuple[int, int, int]] = []
    for size in _SIZES:
        there = _fill(experiment, rows, fixed, size)
        answer = api.send(actor, "GET", path, says=f"the page's request with {there:,} rows")
        found = answer.json()
        if not answer.ok or not isinstance(found, list):
            return experiment.untestable(
                f"the page's request is not answered: {answer.status} {said(answer)[:120]}"
            )
        points.append((there, len(found), len(answer.body)))
    return _judge(experiment, api, rows.table, path, points)


def as_it_stands(app: App, query: Query) -> Query | None:
    """The query in the app as it is now: a repair bounds it. None where the page was written anew, and asks otherwise."""
    alike = [
        one
        for one in app.queries
        if (one.table, one.function, one.operation) == (query.table, query.function, query.operation)
        and [item.column for item in one.filters] == [item.column for item in query.filters]
    ]
    return alike[0] if alike else None


def _path(query: Query, rows: ProjectRows, fixed: Row) -> str:
    # What it asks for beside the table's own columns may be refused, and then the page is given nothing.
    where = {k: v for k, v in fixed.items() if k in [f.column for f in query.filters]}
    path = rows_path(rows.table, where, query.sql or "*")
    there = [column.name for column in rows.columns]
    orders = [f"{name}.{'desc' if falling else 'asc'}" for name, falling in query.order if name in there]
    path += f"&order={quote(','.join(orders))}" if orders else ""
    limit = _limit(query)
    return f"{path}&limit={limit}" if limit is not None else path


def _limit(query: Query) -> Any:
    leaves = list(query.limit.sources()) if query.limit is not None else []
    return next(
        (leaf.value for leaf in leaves if leaf.kind == "constant" and isinstance(leaf.value, int)), None
    )


def _fill(experiment: Experiment, rows: ProjectRows, fixed: Row, size: int) -> int:
    missing = size - len(rows.find(fixed))
    if missing > 0:
        rows.database.fill(rows.table, missing, fixed=fixed)
    there = len(rows.find(fixed))
    experiment.note("arrange", f"{rows.table} is filled to {there:,} rows that the page looks for")
    return there


def _judge(
    experiment: Experiment, api: ProjectApi, table: str, path: str, points: list[tuple[int, int, int]]
) -> Reproduction:
    experiment.measure(
        "rows in the answer", points[-1][1], "rows", [(float(p[0]), float(p[1])) for p in points]
    )
    experiment.measure(
        "bytes of the answer", points[-1][2], "bytes", [(float(p[0]), float(p[2])) for p in points]
    )
    first, _middle, last = points
    if not first[0] or last[0] < 10 * first[0]:
        return experiment.untestable(
            f"{table} takes no more than {last[0]} rows here, too few to tell a list from a page"
        )
    if all(found >= min(there, _SIZES[-1]) for there, found, _size in points):
        return experiment.proven(
            f"With {first[0]:,} rows of {table} the page is given {first[1]:,} ({first[2]:,} bytes), with {last[0]:,} it is "
            f"given {last[1]:,} ({last[2]:,} bytes)"
        )
    if (
        last[1] == first[1] == 0
        and not api.send(SERVER, "GET", path, says="the app's own server asks", kind="observe").ok
    ):
        return experiment.untestable("the project's interface does not answer this")
    if last[1] == 0:
        return experiment.untestable("the rows that were added are not shown to whoever asks")
    return experiment.cleared(f"With {last[0]:,} rows of {table} the page is given {last[1]:,} of them")
