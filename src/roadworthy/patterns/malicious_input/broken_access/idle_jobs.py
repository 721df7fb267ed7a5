"""Judges jobs that run for whoever calls them: functions that a schedule is to start, with the service key and for everybody at once."""

from __future__ import annotations

from roadworthy.app import App, Endpoint, Query
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.views.people.access import Access
from roadworthy.views.people.people import owner_of, users_table
from roadworthy.views.requests.purpose import is_message
from roadworthy.views.requests.signed import is_signed, knows_secret


def judge_idle_job(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of a function that takes no input and writes to everybody, or adds rows for everybody, whoever calls it; None elsewhere.
    Called twice it does so twice; what only tidies up comes to the same."""
    asked = [one for one in endpoint.inputs if one.part in ("body", "query", "params", "headers")]
    if endpoint.kind != "function" or asked or Access(endpoint).anywhere():
        return None
    if is_signed(endpoint) or knows_secret(endpoint):
        return None
    if any(answer.status in (401, 403) for answer in endpoint.answers):
        return None
    everybody = {query.number for query in endpoint.queries if _reads_people(app, query)}
    told = next((call for call in endpoint.services if is_message(call) and call.loops), None)
    added = next((query for query in endpoint.queries if _adds_for(query, everybody)), None)
    place = told.location if told is not None else added.location if added is not None else None
    if place is None or not everybody:
        return None
    return gap(
        endpoint.subject,
        "Anyone without an account can start a job that "
        + ("writes to everybody" if told is not None else "adds rows for everybody"),
        impact="People get the same message as often as a stranger likes, and the operator pays for each",
        locations=(endpoint.location, place),
        evidence=(
            f"it takes no input, and {place} is done for each of the rows that it reads with the rights of the service key",
            "no secret of a schedule is asked for: the key that every page holds is let in",
        ),
        severity=Severity.MEDIUM,
        details=OpenGap(endpoint),
        cwe="CWE-306",
    )


def _reads_people(app: App, query: Query) -> bool:
    """Whether rows of many people are read past the policies."""
    people = users_table(app)
    ours = (people is not None and query.table == people.name) or owner_of(app, query.table) is not None
    return query.operation == "select" and query.rights == "service" and not query.one and ours


def _adds_for(query: Query, everybody: set[int]) -> bool:
    """Whether a row is added for each of those that were read."""
    return query.operation == "insert" and any(
        leaf.kind == "row" and leaf.query in everybody
        for write in query.writes
        for leaf in write.value.leaves()
    )
