"""Takes away a table that a page reads while the server renders it, and compares what visitors see with an empty table."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from msgspec import Struct

from roadworthy.app import App, Query
from roadworthy.errors import TrialUnavailable
from roadworthy.patterns.error_recovery.swallowed_errors.finding import Swallowed
from roadworthy.patterns.error_recovery.swallowed_errors.server_faults import made_there
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.arrangement import Arrangement
from roadworthy.proof.experiment import database_of
from roadworthy.proof.failed_loads import Seen, open_page
from roadworthy.proof.failing import emptied, printed, without_table
from roadworthy.proof.own_rows import asked_for
from roadworthy.proof.page_text import said
from roadworthy.proof.routes import viewer
from roadworthy.proof.valid_request import valid_request
from roadworthy.views.pages.rendered import RenderedPage, rendered_pages
from roadworthy.views.people.people import users_table

_PAGES = 4
_ROWS = 200
# Shorter words stand on a page by chance.
_SHORT = 4


class RenderedRead(Struct, frozen=True):
    """A page and a query of a place that it makes while it is rendered."""

    page: RenderedPage
    query: Query


class Views(Struct, frozen=True):
    """What one visitor sees at one address: with rows, with none, and while the table is not there. `log` is what the app
    printed meanwhile."""

    path: str
    table: str
    well: Seen
    empty: Seen
    failed: Seen
    log: str

    @property
    def told(self) -> frozenset[str]:
        """The lines that a failure alone brings."""
        return self.failed.flashed - self.well.flashed - self.empty.flashed


def rendered_reads(app: App, places: Sequence[Swallowed]) -> list[RenderedRead]:
    """The reads of these places that pages make, one for each page and table. Where some of a place's reads are caught, those."""
    found: dict[tuple[str, str], RenderedRead] = {}
    for page in rendered_pages(app):
        mine = [query for query in page.queries if query.table and made_there(query, places)]
        for query in [query for query in mine if query.caught] or mine:
            found.setdefault((page.route, query.table), RenderedRead(page, query))
    people = users_table(app)
    return [read for (_, table), read in found.items() if people is None or table != people.name]


def prove_rendered(experiment: Experiment, app: App, reads: Sequence[RenderedRead]) -> Reproduction:
    """The first page that tells something decides."""
    why = ""
    for read in reads[:_PAGES]:
        try:
            views = _views(experiment, app, read)
        except TrialUnavailable as missing:
            why = why or str(missing)
            continue
        if isinstance(views, str):
            why = why or views
            continue
        if views.failed.lines == views.empty.lines and not views.told:
            return _alike(experiment, views)
        if views.told:
            told = ", ".join(sorted(views.told)[:3])
            return experiment.cleared(
                f"{views.path} tells a table that cannot be read apart from an empty one: {told}"
            )
        why = (
            why
            or f"{views.path} shows less while {views.table} is not there, and not what it shows of an empty one"
        )
    return experiment.untestable(why or "the page that reads it cannot be opened")


def _views(experiment: Experiment, app: App, read: RenderedRead) -> Views | str:
    """The three views, or in words why they tell nothing. The empty table is looked at first, and the full one again after
    it: a page that is kept for a while would show the one for the other."""
    trial, table = experiment.trial, read.query.table
    trial.reset()
    database = database_of(trial)
    request = valid_request(app, trial, read.page.endpoint)
    actor = "admin" if viewer(app, trial, read.page.route) == "admin" else request.actor
    Arrangement(app, trial, actor if actor in trial.actors else "").own_row(table, **asked_for(read.query))

    def seen(says: str, around: Any = None, kind: str = "arrange") -> Seen:
        with around or nullcontext():
            found = open_page(trial, actor, request.path, (), wait=False)
        experiment.note(kind, f"{actor} opens {request.path} {says}", shows=found.text)
        return found

    well = seen("while all is well")
    empty = seen(f"while {table} has no rows", emptied(database, table))
    if well.lines == empty.lines:
        return f"{request.path} shows the same whether or not {table} has rows"
    if empty.broke(well):
        return f"{request.path} fails by itself when {table} has no rows"
    here = _here_again(experiment, actor, request.path, table, well.lines - empty.lines)
    if not here and seen("with the rows back").lines != well.lines:
        return f"{request.path} changes from visit to visit, or is kept for a while"
    mark = trial.log_mark()
    failed = seen(f"while the table {table} is not there", without_table(database, table), "act")
    log = printed(trial, mark)
    experiment.note("observe", "what the app printed meanwhile", shows=log or "nothing")
    if failed.lines == well.lines:
        return f"{request.path} is not made anew on each visit"
    return Views(request.path, table, well, empty, failed, log)


def _here_again(experiment: Experiment, actor: str, path: str, table: str, lacked: frozenset[str]) -> bool:
    """Whether the page as the server sends it holds words of the table's rows that it lacked without them: then it is made anew, and
    no browser is needed to see it."""
    rows = database_of(experiment.trial).query(
        f"select * from {database_of(experiment.trial).quoted(table)} limit {_ROWS}"
    )
    words = {
        value for row in rows for value in row.values() if isinstance(value, str) and len(value) > _SHORT
    }
    told = [word for word in words if any(word in line for line in lacked)]
    answer = experiment.send(actor, "GET", path, says=f"{actor} asks for {path} with the rows back")
    text = said(answer)
    return answer.ok and any(word in text for word in told)


def _alike(experiment: Experiment, views: Views) -> Reproduction:
    picture = experiment.trial.file("roadworthy-unread-table.png")
    picture.write_bytes(views.failed.picture)
    experiment.picture(str(picture), f"{views.path} while {views.table} cannot be read")
    lacks = [line for line in sorted(views.well.lines) if line not in views.failed.lines]
    known = "; the log alone says so" if views.table in views.log else ""
    return experiment.proven(
        f"While the table {views.table} is not there, {views.path} shows the same as when it is empty: it lacks "
        f"{' / '.join(lacks[:3])[:160]}{known}"
    )
