"""Makes requests fail inside, and reads the answers for what only the inside knows."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from roadworthy.app import App, Endpoint
from roadworthy.patterns.error_recovery.swallowed_errors.finding import Swallowed
from roadworthy.patterns.error_recovery.swallowed_errors.places import places as found_places
from roadworthy.patterns.error_recovery.swallowed_errors.server_faults import (
    Fault,
    Working,
    anew,
    candidates,
    faults,
    runs_through,
    send,
    working,
)
from roadworthy.proof import Experiment, Reproduction
from roadworthy.regex import regex
from roadworthy.trial import Response
from roadworthy.views.failures.catches import catches
from roadworthy.views.people.people import users_table

_TRIED = 12
_LED_ON = (302, 303)
_SERVICE_WORDS = "The service is not available (trial)"
# What databases and their drivers say, and what no answer to a person needs.
_RAW = r"does not exist|no such table|Failed query|\bselect\b.+\bfrom\b|\binsert into\b|\bupdate\b.+\bset\b|psycopg|sqlalchemy"
# What a driver's error is made of where it is sent as it stands: pg leaves its message out and tells where in Postgres it arose.
_WHOLE = regex(
    r"\"routine\":\s*\"\w+\"|\"sqlMessage\":|\"clientVersion\":|\"code\":\s*\"(?:SQLITE_[A-Z]+|ER_[A-Z_]+)\"|\"codeName\":\s*\"\w+\""
)


def prove_leak(experiment: Experiment, app: App, places: list[Swallowed]) -> Reproduction:
    """Services and tables of each request fail in turn. The first answer that tells the inside of it proves the gap."""
    held = ""
    # A handler of errors for all is seen at work where its requests fail before their own handlers run: at the guard.
    own = any(place.owner.endpoint is not None for place in places)
    for_all = all(place.kind == "leak" for place in places)
    endpoints = list({e.subject: e for place in places for e in come_by(app, place)}.values())
    if not endpoints:
        return experiment.untestable("no request that runs through it is known")
    # What changes something does most of its work where its failures are caught.
    endpoints.sort(key=lambda one: one.method == "GET")
    for endpoint in endpoints[:_TRIED]:
        normal = working(experiment, app, endpoint)
        if normal is None:
            continue
        for fault in faults(experiment, app, normal):
            answer = _meanwhile(experiment, app, normal, fault)
            leaked = _told(answer, fault)
            if leaked:
                return experiment.proven(
                    f"While {fault.told}, {endpoint.subject} is answered {answer.status} with: {leaked}"
                )
            # Without its people an app fails at the guard, before a request's own handler has begun.
            at_guard = fault.table == _people(app)
            refused = answer.status >= 400 or (own and answer.status in _LED_ON)
            if refused and (not at_guard if own else at_guard and for_all):
                held = (
                    held
                    or f"While {fault.told}, {endpoint.subject} is answered {answer.status} in words of its own"
                )
    if held:
        return experiment.cleared(held)
    return experiment.untestable("none of its requests could be made to fail from outside")


def come_by(app: App, place: Swallowed) -> list[Endpoint]:
    """The endpoints whose failures tell of a place: those that are known to run through it, else those that have no leak of their own.
    A handler of errors for all stands in no endpoint's way, and any of them may come to it; what is caught by a function of its own
    is met by whoever calls that."""
    near = candidates(app, place)
    if place.owner.endpoint is not None or any(runs_through(one, place) for one in near):
        return near
    caught = next((one for one in app.view(catches) if one.location == place.location), None)
    anybody = near or (app.endpoints if caught is None or caught.kind == "middleware" else ())
    own = app.view(_with_own_leaks)
    return [one for one in anybody if one.subject not in own]


def _with_own_leaks(app: App) -> frozenset[str]:
    """The endpoints whose own code answers with an error's text."""
    owners = (place.owner.endpoint for place in found_places(app) if place.kind in ("leak", "value"))
    return frozenset(endpoint.subject for endpoint in owners if endpoint is not None)


def _people(app: App) -> str:
    people = users_table(app)
    return people.name if people is not None else ""


def _meanwhile(experiment: Experiment, app: App, normal: Working, fault: Fault) -> Response:
    trial = experiment.trial
    trial.reset()
    request = anew(app, trial, normal)
    experiment.note("arrange", fault.told)
    with fault.lasts(trial):
        answer = send(experiment, request, f"{normal.endpoint.subject} meanwhile")
    if answer.status in _LED_ON and "location" in answer.headers:
        # What went wrong is told on the page that the form leads to.
        landing = urlsplit(answer.headers["location"])
        told = f"{request.actor} is led on to {landing.path}, with everything there again"
        page = experiment.send(request.actor, "GET", landing.path or "/", says=told)
        return page if _told(page, fault) else answer
    return answer


def _told(answer: Response, fault: Fault) -> str:
    """The part of an answer that only the inside knows; '' where it tells nothing."""
    text = " ".join(answer.text.split())
    if fault.host:
        place = text.find(_SERVICE_WORDS)
        return text[max(0, place - 40) : place + len(_SERVICE_WORDS)] if place >= 0 else ""
    found = re.search(_RAW, text, re.I) if fault.table in text else None
    found = found or (_WHOLE.search(text) if answer.status >= 400 else None)
    return text[max(0, found.start() - 40) : found.end() + 80] if found else ""
