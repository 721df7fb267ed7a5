"""Doors that ask nobody, whatever stands behind them: each kind is judged by its own rules, the first that finds a gap tells it."""

from __future__ import annotations

from roadworthy.app import App, Endpoint, IdleGuard
from roadworthy.catalogue import Verdict, unknown
from roadworthy.patterns.malicious_input.broken_access.by_link import judge_link
from roadworthy.patterns.malicious_input.broken_access.drafts import judge_drafts
from roadworthy.patterns.malicious_input.broken_access.finding import SIGN_IN, AccessGap
from roadworthy.patterns.malicious_input.broken_access.handed_files import judge_handed_files
from roadworthy.patterns.malicious_input.broken_access.idle_jobs import judge_idle_job
from roadworthy.patterns.malicious_input.broken_access.left_open import judge_left_open
from roadworthy.patterns.malicious_input.broken_access.missing_key import (
    judge_equal_nothing,
    judge_missing_key,
)
from roadworthy.patterns.malicious_input.broken_access.mounted_twice import judge_mounted_twice
from roadworthy.patterns.malicious_input.broken_access.on_disk import judge_on_disk
from roadworthy.patterns.malicious_input.broken_access.open_apps import (
    judge_callback,
    judge_control,
    judge_open_app,
)
from roadworthy.patterns.malicious_input.broken_access.paying_out import judge_paying_out
from roadworthy.patterns.malicious_input.broken_access.sending import judge_sending, judge_writing_again
from roadworthy.patterns.malicious_input.broken_access.signing_in import judge_signing_in
from roadworthy.patterns.malicious_input.broken_access.spending import judge_spending, judge_spending_besides
from roadworthy.views.people.access import UNREAD, Access
from roadworthy.views.requests.known_people import knows_people

_RULES = (
    judge_open_app,
    judge_control,
    judge_sending,
    judge_left_open,
    judge_on_disk,
    judge_spending,
    judge_paying_out,
    judge_signing_in,
    judge_handed_files,
    judge_missing_key,
    judge_equal_nothing,
)


# Asked where nothing else was found.
_LAST = (
    judge_callback,
    judge_mounted_twice,
    judge_link,
    judge_drafts,
    judge_idle_job,
    judge_writing_again,
    judge_spending_besides,
)


def open_door(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint that anybody may call and that should ask; None elsewhere."""
    return next((found for rule in _RULES if (found := rule(app, endpoint)) is not None), None)


def left_ajar(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint whose queries ask for what they should, and that lets people in by other ways; None elsewhere."""
    return next((found for rule in _LAST if (found := rule(app, endpoint)) is not None), None)


# Gaps that say that nobody is asked who they are, or what they may: they hold where all that asks was read.
_ASKS_NOBODY = frozenset(("CWE-306", "CWE-862", "CWE-269", "CWE-287", "CWE-345", "CWE-639", "CWE-640"))


def unless_unread(app: App, endpoint: Endpoint, found: Verdict) -> Verdict:
    """What was found of an endpoint, or that it is not known: something that was not read has let the request through, or refuses people
    of the app in a way that was not followed."""
    if found.gap is None or found.gap.cwe not in _ASKS_NOBODY:
        return found
    details = found.gap.details
    asked = isinstance(details, AccessGap)
    if not asked and UNREAD in Access(endpoint).anywhere():
        # What is told of a query was asked at the query.
        return unknown(
            endpoint.subject,
            "something on the way to it was not followed: whether it asks who comes is not known",
        )
    idle = idle_guard(app, endpoint)
    if idle is not None and (details.missing == SIGN_IN if asked else not Access(endpoint).anywhere()):
        return unknown(
            endpoint.subject,
            f"`{idle.name}` ({idle.location}) refuses people, and how it is put in front was not followed: whether it stands before"
            " this is not known",
        )
    return found


def idle_guard(app: App, endpoint: Endpoint) -> IdleGuard | None:
    """A guard of the app's own that was not seen to run, and that is named where an endpoint stands; or, in an app of which nothing
    that was read asks who comes, in what no endpoint stands in and all may go through (a router of its own, what starts the server)."""
    here = {endpoint.location.path, endpoint.handler.path}
    homes = app.view(_homes)
    everywhere = not app.view(knows_people)
    for guard in app.idle_guards:
        named = {place.path for place in guard.used_at}
        if here & named or (everywhere and not homes & named):
            return guard
    return None


def _homes(app: App) -> frozenset[str]:
    """The files that endpoints stand in. A view."""
    return frozenset(path for one in app.endpoints for path in (one.location.path, one.handler.path))
