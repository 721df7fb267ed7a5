"""Looks for endpoints that are worth calling over and over, and that nothing limits."""

from __future__ import annotations

import re
from collections.abc import Iterable

from roadworthy.app import App, Endpoint, Location
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable
from roadworthy.patterns.malicious_input.unlimited_requests.direct import detect_direct
from roadworthy.patterns.malicious_input.unlimited_requests.finding import UnlimitedGap
from roadworthy.regex import regex
from roadworthy.views.people.access import SIGNED_IN, UNREAD, Access
from roadworthy.views.people.admin_door import admin_doors
from roadworthy.views.requests import purpose as kinds
from roadworthy.views.requests.closed_sign_up import closed_sign_up
from roadworthy.views.requests.limiters import limiter_of, limits_unseen
from roadworthy.views.requests.purpose import Purpose
from roadworthy.views.requests.purposes import purposes_of
from roadworthy.views.requests.spent import mails

_MESSAGES = {
    kinds.SIGN_IN: "Passwords or codes can be guessed without end",
    kinds.SIGN_UP: "A script can make any number of accounts",
    kinds.RESET: "Anyone can have any number of codes or mails sent to anyone",
    kinds.AI: "A loop spends the operator's budget for models",
    kinds.PAYMENT: "A loop makes any number of payments",
    kinds.MESSAGE: "A loop sends any number of messages",
    kinds.UPLOAD: "One client can fill the storage",
    kinds.ORDER: "One account can flood those who work on the orders",
    kinds.PUBLIC_FORM: "A script can fill the table without end",
    kinds.HEAVY: "A loop keeps the server busy and uses up what others provide",
}
_IMPACTS = {
    kinds.SIGN_IN: "Accounts are taken over by guessing, and each guess costs the server a hash",
    kinds.SIGN_UP: "Fake accounts by the thousand, each with its rows and its mail",
    kinds.RESET: "Mail and SMS bills, blocked sender addresses, people flooded with messages",
    kinds.AI: "Running cost: the budget for models is gone in an hour",
    kinds.PAYMENT: "Card testing at the company's account, and its fees",
    kinds.MESSAGE: "Mail bills, a blocked sender address, people flooded with messages",
    kinds.UPLOAD: "Storage and traffic bills, and a full disk for everyone",
    kinds.ORDER: "Staff drown in orders nobody will collect",
    kinds.PUBLIC_FORM: "The table and those who read it drown in rubbish",
    kinds.HEAVY: "Everybody waits, and quotas of other services run out",
}
_SEVERITY = {
    kinds.SIGN_IN: Severity.HIGH,
    kinds.SIGN_UP: Severity.HIGH,
    kinds.RESET: Severity.HIGH,
    kinds.AI: Severity.HIGH,
}


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each endpoint."""
    told: dict[tuple[object, ...], str] = {}
    for endpoint in app.endpoints:
        verdict = _judge(app, endpoint)
        first = endpoint.subject
        if verdict.gap is not None:
            first = told.setdefault((*_place(endpoint), verdict.gap.message), first)
        # One handler under several addresses is one place to repair.
        yield verdict if first == endpoint.subject else clear(endpoint.subject, f"it is told at {first}")
    yield from detect_direct(app)
    known = {endpoint.subject for endpoint in app.endpoints}
    for path, place in admin_doors(app):
        if f"POST {path}" not in known:
            yield _admin(path, place)


def _place(endpoint: Endpoint) -> tuple[object, ...]:
    return endpoint.location, endpoint.handler, endpoint.method


def _judge(app: App, endpoint: Endpoint) -> Verdict:
    found = purposes_of(app, endpoint)
    if found and found[0].kind == kinds.SIGN_UP and _is_first(endpoint):
        return clear(endpoint.subject, "it makes the first account of all, and no other")
    closed = closed_sign_up(app, endpoint) if found and found[0].kind == kinds.SIGN_UP else ""
    if closed:
        return clear(endpoint.subject, closed)
    if not found:
        return not_applicable(endpoint.subject, "a repeated call costs nothing and gains nobody anything")
    limiter = limiter_of(app, endpoint)
    if limiter:
        return clear(endpoint.subject, limiter)
    return _told(app, endpoint, found)


_FIRST = regex(r"(^|/)(set_?up|install(ation)?|initiali[sz]e|first-?run|bootstrap)/?$", re.I)


_OF_NOBODY = regex(
    r"(^|/)(create-?|register-?|add-?)?(first|initial)-?(user|admin\w*|account|owner)/?$", re.I
)


def _is_first(endpoint: Endpoint) -> bool:
    """Whether it sets the app up: it goes on only where something is not there yet."""
    made = [query for query in endpoint.queries if query.operation in ("insert", "upsert")]
    if _OF_NOBODY.search(endpoint.path) and not made:
        # Kept in a file, behind something that lets it through: a guard that asks whether the app is set up.
        return bool(endpoint.facts or endpoint.middleware)
    return bool(_FIRST.search(endpoint.path)) and bool(made) and all(query.facts for query in made)


def _admin(path: str, place: Location) -> Verdict:
    return gap(
        f"POST {path}",
        _MESSAGES[kinds.SIGN_IN],
        impact="The administration is taken over by guessing",
        locations=(place,),
        evidence=("the administration's own sign-in is open to everyone and no lock-out is installed",),
        severity=Severity.HIGH,
        cwe="CWE-307",
    )


def _told(app: App, endpoint: Endpoint, found: tuple[Purpose, ...]) -> Verdict:
    worst = found[0]
    return gap(
        endpoint.subject,
        _MESSAGES[worst.kind],
        impact=_IMPACTS[worst.kind],
        locations=tuple(dict.fromkeys((endpoint.location, worst.place))),
        evidence=(
            *dict.fromkeys(purpose.what for purpose in found),
            _before(endpoint),
        ),
        severity=Severity.MEDIUM if app.view(limits_unseen) else _severity(endpoint, found),
        details=UnlimitedGap(endpoint, found),
        cwe="CWE-307" if worst.kind == kinds.SIGN_IN else "CWE-770",
    )


def _severity(endpoint: Endpoint, found: tuple[Purpose, ...]) -> Severity:
    worst = found[0]
    # Whoever is let in by what was not read is somebody who is known.
    guards = Access(endpoint).anywhere()
    signed_in = bool(guards & {SIGNED_IN, UNREAD})
    if UNREAD in guards and SIGNED_IN not in guards:
        # What was not read may count, or let only some people through.
        return Severity.MEDIUM
    if worst.kind in (kinds.AI, kinds.SIGN_UP) and signed_in:
        # It is known who spends it, or whom they invited, and their account can be closed.
        return Severity.MEDIUM
    if worst.kind == kinds.SIGN_IN and any(_AGAIN.search(item.name) for item in endpoint.inputs):
        return Severity.MEDIUM
    if worst.kind == kinds.SIGN_UP and not mails(endpoint):
        # Accounts alone are rows; with each a mail to whomever the sender names, it is other people who are flooded.
        return Severity.MEDIUM
    if worst.kind == kinds.RESET and len(found) == 1 and not mails(endpoint):
        # The address says that something is sent; what sends it was not seen.
        return Severity.MEDIUM
    if worst.kind in _OF_ACCOUNTS and _is_hosted(endpoint):
        # The service that keeps the accounts has limits of its own, if for all of the app's people together.
        return Severity.MEDIUM
    if worst.kind in _SEVERITY:
        return _SEVERITY[worst.kind]
    # Rows without number fill a table, slower than files fill a disk.
    files = worst.kind == kinds.UPLOAD and not worst.of_rows
    return Severity.MEDIUM if signed_in or not files else Severity.HIGH


_OF_ACCOUNTS = (kinds.SIGN_IN, kinds.SIGN_UP, kinds.RESET)
_HOSTED = regex(r"auth\.(signIn\w*|signUp|sign_in_\w+|sign_up|reset\w*|resend|verifyOtp)$")
_OPERATION = regex(r"^(signIn\w*|signUp|resetPasswordForEmail|resend|verifyOtp)$")


def _is_hosted(endpoint: Endpoint) -> bool:
    """Whether a service keeps the accounts, and the endpoint only hands on what it was sent."""
    by_service = any(
        call.service.startswith("supabase") and _OPERATION.match(call.operation) for call in endpoint.services
    )
    return by_service or any(_HOSTED.search(name) for name in endpoint.calls)


# Who is asked for it is signed in already: it is guessed by whoever sits at somebody's open session.
_AGAIN = regex(r"(^|\.)(current|old)_?password$", re.I)


def _before(endpoint: Endpoint) -> str:
    names = [f"`{middleware.name}`" for middleware in endpoint.middleware]
    if not names:
        return "nothing runs before the handler, and the handler itself counts nothing"
    return f"before it run {', '.join(names[-4:])}: none of them counts requests"
