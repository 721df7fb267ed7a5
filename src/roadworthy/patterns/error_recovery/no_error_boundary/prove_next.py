"""Next.js: lets a page's component fail, on the server or in the browser, and looks what the visitor can go on with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from msgspec import Struct

from roadworthy.app import App
from roadworthy.errors import TrialUnavailable
from roadworthy.patterns.error_recovery.no_error_boundary.answering import SHAPES
from roadworthy.patterns.error_recovery.no_error_boundary.finding import BoundaryGap
from roadworthy.patterns.error_recovery.no_error_boundary.own_part import is_own
from roadworthy.patterns.error_recovery.no_error_boundary.ways_on import Standing, look
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of, shorten
from roadworthy.proof.failing import without_table
from roadworthy.proof.own_server import asks_own_server, own_server
from roadworthy.proof.routes import open_route, viewer
from roadworthy.proof.valid_request import valid_request
from roadworthy.trial import Trial
from roadworthy.trial.supabase.gateway import ProjectFault
from roadworthy.views.pages.hosted_reads import ROWS
from roadworthy.views.pages.rendered import RenderedPage, rendered_pages
from roadworthy.views.people.people import users_table

_PAGES = 5
_ENOUGH = 2
_OK = 200


class Failure(Struct, frozen=True):
    """How a page is made to fail: a table that it reads is not there, or its own reads are answered with `shape`; with both, the
    project that its server asks answers so for the table; `rendering` when those are reads of the server that renders it."""

    actor: str
    path: str
    told: str
    table: str = ""
    shape: Any = ...
    rendering: bool = False

    @property
    def on_server(self) -> bool:
        """Whether it fails before anything reaches the browser."""
        return bool(self.table) or self.rendering

    def lasts(self, trial: Trial) -> AbstractContextManager[None]:
        """What fails on the server is so inside the block."""
        if self.rendering:
            return own_server(trial, ("answer", _OK, self.shape))
        if not self.table:
            return nullcontext()
        if self.shape is not ... and trial.supabase is not None:
            return trial.supabase.failing(ProjectFault(f"{ROWS}{self.table}", value=self.shape))
        return without_table(database_of(trial), self.table)


def prove_next(experiment: Experiment, app: App, found: BoundaryGap) -> Reproduction:
    """Fails one page after the other; the first of which nothing is left to go on with proves the gap."""
    stood = ""
    survived = 0
    # What a page is while all is well, and None where no failure of this kind can tell anything of it.
    known: dict[tuple[str, bool], Standing | None] = {}
    for failure in _failures(experiment, app, found):
        kind = (failure.path, failure.on_server)
        if kind not in known:
            known[kind] = _while_well(experiment, failure)
        well = known[kind]
        if well is None:
            continue
        broken = _meanwhile(experiment, failure)
        if not failure.on_server and not broken.answered:
            known[kind] = None
            continue
        if not broken.failed(well) or not broken.whole:
            continue
        if is_own(app, broken, well):
            survived += 1
            stood = f"{failure.path} failed while {failure.told}, and left {', '.join(broken.ways[:3])}"
            experiment.note("observe", "what is left to go on with", shows=", ".join(broken.ways))
            if survived >= _ENOUGH:
                break
        elif _works_again(experiment, failure, well):
            return _left_bare(experiment, failure, well, broken)
    return (
        experiment.cleared(stood)
        if survived
        else experiment.untestable("no page could be made to fail from outside")
    )


def _failures(experiment: Experiment, app: App, found: BoundaryGap) -> Iterator[Failure]:
    """Failures on the server first: what a browser makes of odd answers depends on each component."""
    yield from _on_server(experiment, app, found)
    yield from _by_own_server(experiment, app, found)
    trial = experiment.trial
    plain = [route for route in found.routes if route in found.bare]
    for route in plain[:_PAGES]:
        trial.reset()
        actor = viewer(app, trial, route)
        for shape in SHAPES:
            told = f"the server's data comes back as {json.dumps(shape)}"
            yield Failure(actor, open_route(app, trial, route, actor), told, shape=shape)


def _on_server(experiment: Experiment, app: App, found: BoundaryGap) -> Iterator[Failure]:
    trial = experiment.trial
    if trial.database is None:
        return
    pages = [
        page for page in rendered_pages(app) if page.route in found.bare and _tables(experiment, app, page)
    ]
    for page in pages[:_PAGES]:
        trial.reset()
        try:
            request = valid_request(app, trial, page.endpoint)
        except TrialUnavailable:
            continue
        told = viewer(app, trial, page.route)
        actor = told if told == "admin" else request.actor
        for table in _tables(experiment, app, page)[:_ENOUGH]:
            yield Failure(actor, request.path, f"the table {table} is not there", table)
            # A project's client throws nothing for a table that is not there.
            for shape in SHAPES[:2] if trial.supabase is not None else ():
                told = f"the project answers {json.dumps(shape)} for {table}"
                yield Failure(actor, request.path, told, table, shape)


def _by_own_server(experiment: Experiment, app: App, found: BoundaryGap) -> Iterator[Failure]:
    """Pages that ask the app's server, which stands beside the one that renders them, while they are rendered."""
    trial = experiment.trial
    asking = {
        page.route
        for page in rendered_pages(app)
        if any(asks_own_server(trial, one) for one in page.services)
    }
    for route in [one for one in found.routes if one in found.bare and one in asking][:_PAGES]:
        trial.reset()
        actor = viewer(app, trial, route)
        for shape in SHAPES:
            told = f"the app's server answers {json.dumps(shape)} to the page"
            yield Failure(actor, open_route(app, trial, route, actor), told, shape=shape, rendering=True)


def _tables(experiment: Experiment, app: App, page: RenderedPage) -> list[str]:
    """What a page reads for itself; who is signed in stays known, for layouts and guards ask that as well."""
    people = users_table(app)
    own = {people.name, "sessions", "accounts"} if people is not None else set()
    there = set(database_of(experiment.trial).tables()) - own
    return list(dict.fromkeys(query.table for query in page.queries if query.table in there))


def _while_well(experiment: Experiment, failure: Failure) -> Standing | None:
    """The page in normal use; None where it shows nothing that leads on, so that nothing could be missed."""
    if failure.rendering:
        experiment.trial.forget_pages()
    well = look(experiment.trial, failure.actor, failure.path)
    experiment.note(
        "arrange",
        f"{failure.actor} opens {failure.path} while all is well",
        shows=f"{well.status}, leads on by: {', '.join(well.ways)}",
    )
    usual = well.status == _OK and well.ways and well.whole
    return well if usual else None


def _meanwhile(experiment: Experiment, failure: Failure) -> Standing:
    trial = experiment.trial
    if failure.rendering:
        trial.forget_pages()
    with failure.lasts(trial):
        broken = look(trial, failure.actor, failure.path, shape=... if failure.on_server else failure.shape)
    if failure.rendering:
        trial.forget_pages()
    shows = (
        f"{broken.status} {broken.text}"
        if failure.on_server or broken.answered
        else "it reads nothing itself"
    )
    experiment.note("act", f"{failure.actor} opens {failure.path} while {failure.told}", shows=shows)
    return broken


def _works_again(experiment: Experiment, failure: Failure, well: Standing) -> bool:
    """Whether the failure was ours alone: with it the page's own links and buttons are back."""
    after = look(experiment.trial, failure.actor, failure.path)
    experiment.note("observe", "the same page afterwards", shows=", ".join(after.ways) or after.text)
    return after.status == _OK and bool(set(after.ways) & set(well.ways))


def _left_bare(experiment: Experiment, failure: Failure, well: Standing, broken: Standing) -> Reproduction:
    picture = experiment.trial.file("roadworthy-bare-page.png")
    picture.write_bytes(broken.picture)
    experiment.picture(str(picture), f"{failure.path} while {failure.told}")
    left = f'"{shorten(broken.text)[:160]}"' if broken.text else "a white page"
    only = (
        f"; what is left to press is the framework's own: {', '.join(broken.buttons)}" if broken.ways else ""
    )
    return experiment.proven(
        f"While {failure.told}, {failure.path} shows {left}: not one of the {len(well.ways)} links, buttons and "
        f"fields that stood there is left{only}"
    )
