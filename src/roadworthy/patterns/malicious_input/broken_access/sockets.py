"""Judges sockets that tell everybody who connects what concerns some."""

from __future__ import annotations

from roadworthy.app import Answer, App, Endpoint
from roadworthy.catalogue import Severity, Verdict, clear, gap
from roadworthy.patterns.malicious_input.broken_access.finding import SocketGap
from roadworthy.views.people.access import SIGNED_IN, Access
from roadworthy.views.people.people import owner_of, personal_columns, users_table


def judge_socket(app: App, endpoint: Endpoint) -> Verdict | None:
    """The verdict on what is sent to all who are connected; None when nothing is."""
    told = [answer for answer in endpoint.answers if answer.status < 400 and _tells(answer)]
    if not told:
        return None
    access = Access(endpoint)
    refuses = any(answer.status in (401, 403) for answer in endpoint.answers)
    if SIGNED_IN in access.guards(endpoint.facts) or refuses:
        return clear(endpoint.subject, "it turns away who is not signed in")
    if all(SIGNED_IN in access.guards(answer.facts) for answer in told):
        return clear(endpoint.subject, "what it sends goes to signed-in people")
    return _gap(app, endpoint, told)


def _tells(answer: Answer) -> bool:
    """Whether it says more than constants: a row, or what somebody sent."""
    return any(leaf.kind in ("row", "body", "parsed", "params") for leaf in answer.body.leaves())


def _gap(app: App, endpoint: Endpoint, told: list[Answer]) -> Verdict:
    personal = any(_is_personal(app, answer) for answer in told)
    return gap(
        endpoint.subject,
        f"Anyone can connect to {endpoint.path} and hears what the server tells everybody who is connected",
        impact="Data breach: strangers follow what happens to other people's rows as it happens",
        locations=(endpoint.location, *(answer.location for answer in told)),
        evidence=(
            f"the handler at {endpoint.location} takes every connection without asking who it is",
            f"{told[0].location} sends to all of them",
        ),
        severity=Severity.HIGH if personal else Severity.LOW,
        details=SocketGap(endpoint),
        cwe="CWE-306",
    )


def _is_personal(app: App, answer: Answer) -> bool:
    """Whether whole rows, or personal columns, of something that belongs to people are sent."""
    people = users_table(app)
    for leaf in answer.body.leaves():
        table = app.table(leaf.table) if leaf.kind == "row" else None
        if table is None:
            continue
        private = (people is not None and table.name == people.name) or owner_of(app, table.name) is not None
        whole = leaf.path in ((), ("[]",))
        if private and (whole or (leaf.path[-1:] and leaf.path[-1] in personal_columns(table))):
            return True
    return False
