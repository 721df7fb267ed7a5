"""Bounds the wait, and lets an action succeed whose notice cannot be sent."""

from __future__ import annotations

from roadworthy.app import App, ServiceCall
from roadworthy.catalogue import Gap
from roadworthy.edits import Brief, Change, Edits, Review
from roadworthy.edits.error_handler import let_answers_through
from roadworthy.edits.express_catch import answer_failures, failure_is_answered
from roadworthy.edits.fastapi_catch import answer_unreachable
from roadworthy.edits.timeouts import bound_answers, bound_call, bound_pool, carry_on, carry_on_python
from roadworthy.errors import RepairRefused
from roadworthy.patterns.uptime.fragile_dependency.caches import caches_brief
from roadworthy.patterns.uptime.fragile_dependency.finding import FragileGap
from roadworthy.patterns.uptime.fragile_dependency.own_api import own_api_brief
from roadworthy.patterns.uptime.fragile_dependency.pages import pages_brief
from roadworthy.patterns.uptime.fragile_dependency.scripts import let_them_come_later

_CALL_SECONDS = 10
# A notice is not what the user came for, so it may hold them up for less.
_NOTICE_SECONDS = 5


def fix(gap: Gap, app: App) -> Edits | Brief:
    """A timeout on each call that has none, or on the pools."""
    found: FragileGap = gap.details
    if found.hosted is not None:
        return _hosted_brief(gap)
    if found.pages:
        return pages_brief(gap.message)
    if found.scripts:
        return let_them_come_later(gap.message, found, app)
    if found.caches:
        return caches_brief(gap.message)
    if found.pools:
        return _pools(found, app)
    if found.itself:
        return own_api_brief(gap.message)
    assert found.endpoint is not None and found.call is not None
    try:
        changes = _calls(found, app)
    except RepairRefused as refused:
        return _brief(found, str(refused))
    return Edits(
        title=f"Bound the wait for {found.call.service}"[:72],
        why=f"{gap.message}. It now gives up after a bounded time, and the request ends with an answer.",
        review=Review.READ,
        changes=tuple(dict.fromkeys([*changes, *let_answers_through(app)])),
    )


def _hosted_brief(gap: Gap) -> Brief:
    return Brief(
        title="Bound what waits for the hosted database",
        task=f"{gap.message}. Give the client `global: {{ fetch }}` with a fetch that adds AbortSignal.timeout, and say in the page what is missing.",
        constraints=(
            "reads of pages get some seconds; uploads get their own, longer bound",
            "a page that needs nobody signed in is shown without an answer",
        ),
        acceptance=(
            "while the database hangs every page is answered within the bound",
            "while it works nothing is different",
        ),
    )


def _calls(found: FragileGap, app: App) -> list[Change]:
    assert found.call is not None
    changes: list[Change] = []
    calls = (found.call, *found.others)
    for call in _distinct(calls):
        if call == found.call and found.notice is not None:
            changes += _notice(found, call, app)
        else:
            changes += bound_call(app, call, _CALL_SECONDS)
    return changes + _answers(found, app)


def _answers(found: FragileGap, app: App) -> list[Change]:
    """An answer for the failure that the bound brings, where the app has none: it would end the process."""
    assert found.endpoint is not None and found.call is not None
    bare = [
        call for call in (found.call, *found.others) if not failure_is_answered(app, found.endpoint, call)
    ]
    caught_already = found.notice is not None and bare == [found.call]
    if found.endpoint.framework == "fastapi":
        loose = [call for call in (found.call, *found.others) if not call.caught and found.notice is None]
        return [change for call in loose[:1] for change in answer_unreachable(app, call.client)]
    if not bare or caught_already:
        return []
    return answer_failures(
        app, found.endpoint, "This is not available at the moment. Please try again in a minute."
    )


def _notice(found: FragileGap, call: ServiceCall, app: App) -> list[Change]:
    assert found.notice is not None
    if call.location.path.endswith(".py"):
        return carry_on_python(app, call, _NOTICE_SECONDS) or bound_call(app, call, _NOTICE_SECONDS)
    what = app.source(found.notice).decode().split("(")[0]
    return [*bound_call(app, call, _NOTICE_SECONDS), *carry_on(app, found.notice, what.strip())]


def _distinct(calls: tuple[ServiceCall, ...]) -> list[ServiceCall]:
    """One call for each place that is edited: an SDK's client is bounded once."""
    return list({call.setup or call.location: call for call in reversed(calls)}.values())


def _pools(found: FragileGap, app: App) -> Edits | Brief:
    try:
        changes = [change for pool in found.pools for change in bound_pool(app, pool)]
        changes += [change for pool in found.unanswered for change in bound_answers(app, pool)]
        changes += let_answers_through(app)
    except RepairRefused as refused:
        return _brief(found, str(refused))
    return Edits(
        title="Bound the wait for the database",
        why="A database that hangs made every request wait for ever. Connections and queries now give up in time.",
        review=Review.READ,
        changes=tuple(changes),
        notes=("A query that rightly takes more than 15 s needs a client of its own, without the limit.",),
    )


def _brief(found: FragileGap, why: str) -> Brief:
    service = found.call.service if found.call is not None else "the database"
    return Brief(
        title=f"Bound the wait for {service}"[:72],
        task=f"Give every call to {service} that a request waits for a timeout of 10 s or less ({why}).",
        constraints=("The answer while it is down says so in plain words.", "Honest use stays as it is."),
        acceptance=(f"With {service} hanging, the request ends within 15 s with a useful answer.",),
    )
