"""Lets a service fail that a page asks while the server renders it, and looks whether anybody is told."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from roadworthy.app import App, ServiceCall
from roadworthy.errors import TrialUnavailable
from roadworthy.patterns.error_recovery.swallowed_errors.finding import Swallowed
from roadworthy.patterns.error_recovery.swallowed_errors.hiding import new_lines
from roadworthy.patterns.error_recovery.swallowed_errors.on_rendered_server import compare_with_empty
from roadworthy.patterns.error_recovery.swallowed_errors.server_faults import made_there
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.failed_loads import Seen, open_page
from roadworthy.proof.failing import printed
from roadworthy.proof.own_server import asks_own_server
from roadworthy.proof.reaching import host_of
from roadworthy.proof.routes import viewer
from roadworthy.proof.valid_request import valid_request
from roadworthy.trial.doubles import EVERYBODY
from roadworthy.views.pages.rendered import RenderedPage, rendered_pages

_PAGES = 3
_NOTHING: tuple[object, ...] = ({}, [], None)


class RenderedCall(Struct, frozen=True):
    """A page and a service that a place asks while it is rendered."""

    page: RenderedPage
    call: ServiceCall


class Opened(Struct, frozen=True):
    """What a visitor saw, and what the app printed meanwhile."""

    seen: Seen
    log: str


def rendered_calls(app: App, places: Sequence[Swallowed]) -> list[RenderedCall]:
    """The services that pages ask through these places, one for each page and service."""
    found: dict[tuple[str, str], RenderedCall] = {}
    for page in rendered_pages(app):
        for call in page.services:
            if made_there(call, places):
                found.setdefault((page.route, call.service), RenderedCall(page, call))
    return list(found.values())


def prove_rendered_call(experiment: Experiment, app: App, calls: Sequence[RenderedCall]) -> Reproduction:
    """The first page that tells something decides."""
    why = ""
    for one in calls[:_PAGES]:
        experiment.trial.reset()
        try:
            own = asks_own_server(experiment.trial, one.call)
            outcome = compare_with_empty(experiment, app, one.page) if own else _compare(experiment, app, one)
        except TrialUnavailable as missing:
            outcome = str(missing)
        finally:
            experiment.trial.doubles.clear()
        if isinstance(outcome, Reproduction):
            return outcome
        why = why or outcome
    return experiment.untestable(why or "no page is known to ask it")


def _compare(experiment: Experiment, app: App, one: RenderedCall) -> Reproduction | str:
    """A failure that takes something from the page is hidden when no word stands in its place, neither there nor in the
    log. Words that stand there as well when the service has nothing may be about that."""
    trial = experiment.trial
    request = valid_request(app, trial, one.page.endpoint)
    actor = "admin" if viewer(app, trial, one.page.route) == "admin" else request.actor

    def opened(says: str, kind: str = "arrange") -> Opened:
        mark = trial.log_mark()
        seen = open_page(trial, actor, request.path, (), wait=False)
        experiment.note(kind, f"{actor} opens {request.path} {says}", shows=seen.text)
        return Opened(seen, printed(trial, mark))

    trial.doubles.clear()
    well = opened("while all is well")
    host = host_of(one.call.service, sorted({asked.host for asked in trial.doubles.requests()}))
    if host is None or host == EVERYBODY:
        return f"{request.path} was not seen to ask {one.call.service}"
    if opened("once more").seen.lines != well.seen.lines:
        return f"{request.path} changes from visit to visit"
    trial.doubles.tell(host, ("status", 503))
    failed = opened(f"while {host} answers with 503", "act")
    if failed.seen.lines == well.seen.lines:
        return f"{request.path} shows the same whether or not {host} answers"
    log = new_lines(well.log, failed.log)
    experiment.note(
        "observe", "what the log says of it that it does not say at other times", shows=log or "nothing"
    )
    if log:
        return experiment.cleared(
            f"While {host} answers with 503, {request.path} goes without, and the log says why"
        )
    told = failed.seen.flashed - well.seen.flashed
    if not told:
        lacks = " / ".join(sorted(well.seen.lines - failed.seen.lines)[:3])[:160]
        return experiment.proven(
            f"While {host} answers with 503, {request.path} lacks {lacks}, and neither the page nor the log says why"
        )
    for nothing in _NOTHING:
        trial.doubles.tell(host, ("answer", 200, nothing))
        told -= opened(f"while {host} answers {nothing!r}: it has nothing").seen.flashed
    if not told:
        return f"{request.path} says the same when {host} has nothing"
    return experiment.cleared(
        f"While {host} answers with 503, {request.path} says so: {', '.join(sorted(told)[:3])}"
    )
