"""The places where a failure goes unheard, each with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Query
from roadworthy.app.location import at
from roadworthy.app.service import ServiceCall
from roadworthy.patterns.error_recovery.swallowed_errors.answers import told_answer
from roadworthy.patterns.error_recovery.swallowed_errors.finding import Swallowed
from roadworthy.patterns.error_recovery.swallowed_errors.going_on import goes_on
from roadworthy.patterns.error_recovery.swallowed_errors.mails import mails
from roadworthy.patterns.error_recovery.swallowed_errors.without_catch import without_catch
from roadworthy.regex import regex
from roadworthy.views.code.dotted import last_name
from roadworthy.views.failures.catches import Catch, catches, says_nothing
from roadworthy.views.failures.celebrated import celebrated
from roadworthy.views.failures.failure_text import told_by_client
from roadworthy.views.failures.handed_results import handed_results
from roadworthy.views.failures.overruled import overruled
from roadworthy.views.failures.passed_off import VOID
from roadworthy.views.failures.refusals import (
    asks_database,
    fails_when_absent,
    judges,
    judges_token,
    signs_out,
    told_as_mistyped,
    told_as_nobody,
    told_as_taken,
)
from roadworthy.views.failures.texts_told import tells_texts
from roadworthy.views.failures.told_absent import STRANGER, told_absent
from roadworthy.views.failures.told_of_read import says_so_of
from roadworthy.views.failures.told_results import is_action, told_results
from roadworthy.views.failures.unchecked import unchecked
from roadworthy.views.failures.unchecked_answer import Unchecked
from roadworthy.views.failures.untold_refusals import untold_refusals
from roadworthy.views.failures.untraced import untraced
from roadworthy.views.pages.loads import loads
from roadworthy.views.pages.query_hooks import QUERIES, QueryHook, query_hooks
from roadworthy.views.people.people import users_table
from roadworthy.views.requests.signed import checks_signature

# Records beside the work itself, whose loss must not stop it.
_BESIDE = regex(
    r"log|audit|presence|activit|analytic|event|metric|track|notification|cache|view_count|_usage", re.I
)
# A history that is only added to is such a record; one whose rows change is the work.
_HISTORY = regex(r"history", re.I)
# A sign-out that fails on the server still ends on the device.
_PARTING = regex(r"log_?out|sign_?out", re.I)


# What Next.js asks when the app is built: a page it does not name is made when somebody first asks for it.
_AT_BUILD = ("generateStaticParams", "getStaticPaths")


def places(app: App) -> Iterator[Swallowed]:
    """Every place of an app."""
    for caught in app.view(catches):
        found = _caught(app, caught)
        if found is not None:
            yield found
    for one in app.view(overruled):
        text = f"what `finally` returns at {one.location} takes the place of every failure, and says that all went well"
        yield Swallowed("answered", one.owner, one.location, text, tried=one.tried)
    for answer in (*app.view(unchecked), *app.view(handed_results)):
        if not _is_beside(answer) and not _told_otherwise(app, answer):
            yield told_answer(answer)
    for refused in app.view(untold_refusals):
        text = f"where the request at {refused.location} is refused, nothing happens: only that it was taken is looked for"
        yield Swallowed("silent", refused.owner, refused.location, text)
    for told in app.view(told_results):
        what = f" about '{told.target}'" if told.target else ""
        text = f"what the database said{what} is sent to whoever asked at {told.location}"
        yield Swallowed("leak", told.owner, told.location, text, told.target)
    yield from without_catch(app)
    yield from mails(app)
    for caught in app.view(untraced):
        text = f"a failure at {caught.location} is answered, and nothing of it is written down"
        yield _place(caught, "untraced", text)
    for hook in app.view(query_hooks):
        # What the page says of a load that failed is not said of a change.
        said = hook.kind == "query" and says_so_of(app, hook.owner.location, hook.location)
        if not hook.errors and _is_content(hook) and not said:
            yield _hook(hook)


# --- catches -----------------------------------------------------------------------------------------


def _caught(app: App, caught: Catch) -> Swallowed | None:
    if (
        caught.leaks
        and caught.handed_on
        and caught.owner.side == "server"
        and not is_action(app, caught.location.path)
    ):
        return _place(
            caught, "value", f"the text of a failure at {caught.location} is handed on as if it were a result"
        )
    if caught.owner.subject in _AT_BUILD:
        return None
    if caught.leaks:
        return _place(caught, "leak", f"the error's own text is sent to whoever asked at {caught.leaks[0]}")
    if caught.aside and _is_told_on(app, caught):
        return _place(
            caught,
            "value",
            f"the text of a failure at {caught.location} is handed on, and sent to whoever asked",
        )
    if caught.documented or not caught.broad:
        return None
    if caught.unread:
        return _place(
            caught, "unread", f"the callback at {caught.location} answers without a look at its error"
        )
    if caught.kind in ("callback", "middleware"):
        return None
    return (
        _on_server(app, caught)
        if caught.owner.side == "server" and caught.owner.kind != "component"
        else _on_page(app, caught)
    )


def _is_told_on(app: App, caught: Catch) -> bool:
    """Whether an endpoint that speaks of the function answers the text of an error."""
    name = caught.aside.encode()
    return caught.owner.side == "server" and any(
        name in app.source(place) for place in (endpoint.handler for endpoint in app.view(tells_texts))
    )


def _on_server(app: App, caught: Catch) -> Swallowed | None:
    told = _answered_otherwise(app, caught)
    if told is not None:
        return told
    return _goes_quietly(app, caught) if says_nothing(caught) and caught.asks else None


def _answered_otherwise(app: App, caught: Catch) -> Swallowed | None:
    """A failure that is answered, as what it is not."""
    place = caught.location
    if caught.pretends:
        return _place(caught, "answered", f"a failure at {place} is answered like what worked")
    if caught.asks and _is_passed_off(caught):
        return _place(
            caught, "answered", f"a failure at {place} is only written down, and success is told all the same"
        )
    if (
        caught.invents
        and caught.asks
        and caught.owner.kind != "endpoint"
        and not _BESIDE.search(caught.owner.subject)
    ):
        return _place(
            caught,
            "silent",
            f"whatever fails at {place}, a value made up in its place is returned, without a word in the log",
        )
    if caught.denies and caught.asks and not judges(app, caught):
        return _place(caught, "signed-out", f"any failure at {place} is answered like a missing sign-in")
    if (
        says_nothing(caught)
        and caught.decides
        and not caught.logs
        and not caught.outcome
        and not caught.looped
    ):
        return _place(
            caught, "silent", f"when the check fails at {place}, the code goes on as if it had passed"
        )
    if told_as_taken(app, caught):
        return _place(caught, "taken", f"any failure at {place} is told as if the same were there already")
    if told_as_nobody(app, caught):
        return _place(caught, "sign-in", f"any failure at {place} ends like a wrong password")
    expected = judges(app, caught) or fails_when_absent(app, caught)
    if caught.not_there and asks_database(app, caught) and not expected:
        return _place(
            caught, "not-found", f"any failure at {place} is told as if what was asked for were not there"
        )
    return None


def _goes_quietly(app: App, caught: Catch) -> Swallowed | None:
    """A failure that nobody hears of."""
    place = caught.location
    if _is_never_sent_again(caught):
        return _place(
            caught,
            "received",
            f"a failure at {place} is only logged, and the service that sent the message hears that it was taken",
        )
    if caught.connects and not caught.outcome:
        return _place(
            caught,
            "connect",
            f"a failed connection is only logged at {place}, and the app goes on without it",
        )
    if caught.owner.subject == "authorize" and caught.outcome == "absent":
        return _place(caught, "sign-in", f"any failure at {place} ends like a wrong password")
    if caught.outcome in ("empty", "answered", "not-found"):
        return _place(
            caught, "empty", f"a failure at {place} is answered with nothing, as if there were nothing"
        )
    told = _told_as_absent(app, caught)
    if told is not None:
        return told
    if not caught.outcome and not caught.logs and not _BESIDE.search(caught.owner.subject):
        return _place(caught, "silent", f"a failure at {place} is dropped without a word in the log")
    return goes_on(caught)


def _told_as_absent(app: App, caught: Catch) -> Swallowed | None:
    """A failure that gives no result, and is taken for a person or a thing that is not there."""
    place = caught.location
    status = told_absent(app, caught)
    if status == STRANGER and judges(app, caught):
        return None
    if status == STRANGER:
        return _place(caught, "sign-in", f"a failure at {place} is answered like a wrong password")
    if status:
        return _place(
            caught,
            "not-found",
            f"a failure at {place} is answered with 404, as if what was asked for were not there",
        )
    if caught.outcome == "absent" and not caught.logs and not judges_token(app, caught):
        return _place(caught, "empty", f"a failure at {place} becomes no value, without a word in the log")
    return None


def _is_passed_off(caught: Catch) -> bool:
    """Whether all that an endpoint does is what failed, it only writes that down, and says that all went well or, being an action, says
    nothing."""
    endpoint = caught.owner.endpoint
    if endpoint is None or caught.looped or endpoint.method == "GET" or checks_signature(endpoint):
        return False
    if not caught.passed_off or (caught.passed_off == VOID and endpoint.method != "ACTION"):
        return False
    changes = [query for query in endpoint.queries if query.operation != "select"]
    calls = [call for call in endpoint.services if call.method not in ("GET", "HEAD")]
    deeds: list[Query | ServiceCall] = [*changes] or [*calls]
    return all(any(caught.tried.holds(one) for one in (deed.location, *deed.calls)) for deed in deeds)


def _is_never_sent_again(caught: Catch) -> bool:
    """Whether the work of a signed message is what failed: its sender would send it again, had it not been told that all went well."""
    endpoint = caught.owner.endpoint
    if endpoint is None or caught.outcome or caught.looped or not checks_signature(endpoint):
        return False
    return any(
        query.operation in ("insert", "update", "delete", "upsert")
        and not _BESIDE.search(query.table)
        and any(caught.tried.holds(one) for one in (query.location, *query.calls))
        for query in endpoint.queries
    )


def _on_page(app: App, caught: Catch) -> Swallowed | None:
    if caught.partial:
        return _place(
            caught,
            "partial",
            f"{caught.location} says something only if the server answered; a lost connection is silent",
        )
    if caught.pretends and caught.asks:
        return _place(caught, "answered", f"{caught.location} shows the same success as if it had worked")
    cheered = celebrated(app, caught) if caught.asks else None
    if cheered is not None:
        return _place(
            caught,
            "answered",
            f"{caught.location} keeps it from its caller, and {cheered} says that all went well",
        )
    if signs_out(app, caught):
        return _place(
            caught, "signed-out", f"any failure at {caught.location} removes what keeps people signed in"
        )
    if told_as_mistyped(app, caught):
        return _place(
            caught, "mistyped", f"any failure at {caught.location} is told as if what was typed were wrong"
        )
    if not says_nothing(caught) or not caught.asks or app.view(told_by_client):
        return None
    if _PARTING.search(caught.owner.subject) or says_so_of(app, caught.owner.location, caught.location):
        return None
    if caught.outcome == "not-found":
        return _place(caught, "not-found", f"any failure at {caught.location} is shown as 'not found'")
    if caught.outcome in ("empty", "absent"):
        return _place(caught, "empty", f"a failure at {caught.location} is shown as nothing there")
    where = "only written to the console" if caught.logs else "dropped"
    return _place(caught, "silent", f"a failure at {caught.location} is {where}")


def _place(caught: Catch, kind: str, evidence: str) -> Swallowed:
    return Swallowed(kind, caught.owner, caught.location, evidence, tried=caught.tried)


# --- answers and hooks -------------------------------------------------------------------------------


def _is_beside(answer: Unchecked) -> bool:
    """A log written after the work, or a parting word."""
    return answer.write and bool(
        _BESIDE.search(answer.target)
        or (_HISTORY.search(answer.target) and not answer.changes)
        or _PARTING.search(answer.target + answer.owner.subject)
    )


def _told_otherwise(app: App, answer: Unchecked) -> bool:
    """A read whose absence the page puts in words, or that only decorates the answer of a function on the server."""
    if (
        answer.write
        or answer.dropped
        or answer.decides
        or answer.emptied
        or answer.kind in ("promise", "early", "thunk")
    ):
        return False
    if answer.owner.kind == "endpoint" and (_is_all_there_is(app, answer) or _is_passed_on(app, answer)):
        return False
    if answer.owner.kind in ("module", "endpoint"):
        return True
    return says_so_of(app, answer.owner.location, answer.location) and not _is_of_query(app, answer)


def _is_of_query(app: App, answer: Unchecked) -> bool:
    """Whether a query library waits for it: what the page says of the query's failure is never said, as nothing is thrown."""
    return answer.kind == "result" and any(
        last_name(load.effect.callee) in QUERIES and at(load.path, load.effect).holds(answer.location)
        for load in app.view(loads)
    )


def _is_passed_on(app: App, answer: Unchecked) -> bool:
    """Whether an endpoint does nothing but ask one service and answer what it said, whatever that was."""
    endpoint, people = answer.owner.endpoint, users_table(app)
    if endpoint is None or answer.kind != "fetch" or len(endpoint.services) != 1:
        return False
    asked = {query.table for query in endpoint.queries}
    return endpoint.method == "GET" and not asked - {people.name if people is not None else ""}


def _is_all_there_is(app: App, answer: Unchecked) -> bool:
    """Whether the endpoint answers what it reads and nothing else, and hears of no failure of any of these reads."""
    endpoint = answer.owner.endpoint
    if endpoint is None or not endpoint.queries or endpoint.services:
        return False
    unread = [
        one.location for one in app.view(unchecked) if not one.write and not one.dropped and not one.optional
    ]
    return all(
        query.operation == "select" and any(place.holds(query.location) for place in unread)
        for query in endpoint.queries
    )


def _is_content(hook: QueryHook) -> bool:
    """Whether a failure is certain to be seen: a mutation, or a query whose place is taken by an empty value or a loading sign."""
    return hook.kind == "mutation" or hook.content


def _hook(hook: QueryHook) -> Swallowed:
    if hook.kind == "mutation":
        return Swallowed(
            "mutation",
            hook.owner,
            hook.location,
            f"the mutation at {hook.location} has nothing to do on failure",
        )
    return Swallowed(
        "query",
        hook.owner,
        hook.location,
        f"the query at {hook.location} keeps no error, so a failure looks like an empty answer",
    )
