"""What an endpoint does with passwords, codes and tokens."""

from __future__ import annotations

import re

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.app.origin import Fact
from roadworthy.app.query import Query
from roadworthy.app.service import ServiceCall
from roadworthy.regex import regex
from roadworthy.views.people.access import SIGNED_IN, UNREAD
from roadworthy.views.people.people import ACCOUNTS, is_password, users_table
from roadworthy.views.requests.facts import all_facts
from roadworthy.views.requests.purpose import is_message
from roadworthy.views.requests.signed import secret_sent
from roadworthy.views.requests.unguessable import is_for_programs, takes_mailed_token

RESET_PATH = regex(
    r"forgot|(^|[/_-])(resend|recover)|(request|send|start|init\w*)[-_/]?(password|reset)|reset[-_]?(password|request|link)?/?$"
    r"|password[-_/]?(reset|recovery|forgot)|(get|send|request|resend)[-_]?(otp|code|sms|verification)|magic[-_]?(link|login)",
    re.I,
)
SIGN_UP_PATH = regex(
    r"(^|/|-|_)(register|sign-?up|signup|registration|onboarding|create-?(\w+-)?(user|account))(/|$)", re.I
)
SIGN_IN_PATH = regex(
    r"(^|/)((\w+[-_])?(log-?in|sign-?in)|authenticate|token|callback/credentials|obtain-?token"
    r"|(check|verify|confirm)-?(otp|code|pin|2fa|mfa)|(otp|code|pin|2fa|mfa|auth|lock)/(check|verify|unlock)|unlock|sessions?)/?$",
    re.I,
)
_HANDS_OUT = regex(r"(^|/)(token|sessions?)/?$", re.I)
_SIGN_IN_ITSELF = regex(r"(^|/)(login|signin|sign-in)/?$", re.I)
_PROVES_CODE = regex(
    r"(^|[/_-])(verify|confirm|check|2fa|mfa|two-?factor)(?!.*(coupon|promo|discount|invit))", re.I
)
# Views of libraries that give a token for a name and a password.
TOKEN_DOORS = regex(
    r"authtoken\.views\.(obtain_auth_token|ObtainAuthToken)|simplejwt\.views\.(token_obtain|TokenObtain)"
    r"|dj_rest_auth\.views\.LoginView|djoser\.views\.TokenCreate",
    re.I,
)
_CHECKS = regex(
    r"(^|\.)(compare(Sync)?|checkpw|check_password_hash|check_password|verify_password|verify_and_update|authenticate"
    r"|signInWithPassword|timingSafeEqual)$|(argon2\w*|bcrypt\w*|pwd_?context\w*|CryptContext\(\)|PasswordHash\w*)[.\w()]*\.verify$",
    re.I,
)
# A password that several people know, by the name of its variable.
_SHARED = regex(r"environment\.\w*(ADMIN|PASSWORD|PASSCODE|_PIN\b)", re.I)

# An address that is compared with the administrator's is no word that opens anything.
_NAMES = regex(r"e?mail|user_?name|login|^name$", re.I)


def is_sign_in(endpoint: Endpoint, guards: set[str]) -> bool:
    """Whether passwords or codes are checked there, for somebody who is not signed in yet."""
    if any(_hands_on_password(call) for call in endpoint.services):
        return True
    if any(TOKEN_DOORS.search(name) for name in endpoint.calls):
        return True
    if SIGNED_IN in guards:
        return False
    secret = any(
        is_password(item.name.split(".")[-1]) or re.search(r"(^|\.)(otp|code|pin|token)$", item.name, re.I)
        for item in endpoint.inputs
        # The token of a session is no password that somebody types.
        if item.part not in ("cookies", "headers")
    )
    typed = any(
        is_password(item.name.split(".")[-1]) or re.search(r"(^|\.)(otp|code|pin)$", item.name, re.I)
        for item in endpoint.inputs
    )
    checks = compares_password(endpoint)
    if is_for_programs(endpoint) or (RESET_PATH.search(endpoint.path) and takes_mailed_token(endpoint)):
        return False
    if _PROVES_CODE.search(endpoint.path) and any(map(_found_by_code, endpoint.queries)):
        return True
    if sets_password(endpoint) and _looks_at_code(endpoint):
        return True
    named = bool(SIGN_IN_PATH.search(re.sub(r"[/]?[:{<\[][^/]*$", "", endpoint.path)))
    if named and _HANDS_OUT.search(endpoint.path) and not secret:
        # A token for who is let in already: nothing is typed that could be guessed.
        return False
    itself = _SIGN_IN_ITSELF.search(endpoint.path) is not None and not (
        _only_shows(endpoint) or sends_link(endpoint)
    )
    return (named and (secret or checks or itself)) or (
        checks
        and typed
        # A guard that was not read may compare the password of every request.
        and UNREAD not in guards
        and not SIGN_UP_PATH.search(endpoint.path)
        and not sets_password(endpoint)
    )


# What a view calls that shows a page and leaves the rest to links of it.
_SHOWS = regex(
    r"(^|\.)(render\w*|redirect|url_for|url_path_for|startswith|get|getenv|flash|TemplateResponse)$"
)


def _only_shows(endpoint: Endpoint) -> bool:
    """Whether a page is all there is: nothing that is sent is read but the address, nothing is looked up and nobody is asked."""
    read = {item.part for item in endpoint.inputs} - {"query", "params", "cookies", "headers", "session"}
    asks = endpoint.queries or endpoint.services or endpoint.checks or endpoint.middleware
    shown = bool(endpoint.answers) and all(answer.page for answer in endpoint.answers)
    return (
        shown
        and not read
        and not asks
        and all(_SHOWS.search(name.replace("()", "")) for name in endpoint.calls)
    )


# Where a link is sent to.
_ADDRESS = regex(r"^(user_?)?(e?mail(_address)?|phone(_number)?|mobile)$", re.I)


def sends_link(endpoint: Endpoint) -> bool:
    """Whether who wants in is sent a link, by what they say of themselves: nothing that they send is compared with a secret."""
    read = [item.name.split(".")[-1] for item in endpoint.inputs if item.part in ("body", "form", "parsed")]
    sends = any(is_message(call) for call in endpoint.services)
    return sends and not compares_password(endpoint) and any(map(_ADDRESS.search, read))


def compares_password(endpoint: Endpoint) -> bool:
    """Whether a password is compared with the one that is kept."""
    return any(_CHECKS.search(name) for name in endpoint.calls)


def _hands_on_password(call: ServiceCall) -> bool:
    """Whether the server asks a service of accounts on people's behalf: to that service all of them are one address, so its own
    limit stops either nobody or everybody."""
    return call.operation == "signInWithPassword" and not any(
        fact.left.kind == "session" and fact.holds for fact in call.facts
    )


def _found_by_code(query: Query) -> bool:
    """Whether a row is found by a short code that somebody types, which can be guessed."""
    return any(
        item.operator == "="
        and item.value.from_request
        and re.search(r"(^|_)(otp|pin|code)$", item.column, re.I)
        for item in query.filters
    )


_SHORT_CODE = regex(r"(otp|pin|one_?time_?code|verification_?code|reset_?code)$", re.I)


def _looks_at_code(endpoint: Endpoint) -> bool:
    """Whether a short code that somebody types, hashed or not, is looked for or compared before a new password is taken."""
    looked = [item.value for query in endpoint.queries for item in query.filters if item.operator == "="]
    compared = [fact.left for fact in all_facts(endpoint) if fact.right is not None]
    compared += [fact.right for fact in all_facts(endpoint) if fact.right is not None]
    return any(
        leaf.kind in ("body", "parsed", "query") and leaf.path and _SHORT_CODE.search(leaf.path[-1])
        for value in (*looked, *compared)
        for leaf in value.sources()
    )


def takes_password(endpoint: Endpoint) -> bool:
    """Whether a word that people type is compared with one that the server's surroundings hold for everybody."""
    return any(
        sent.kind in ("body", "parsed", "query") and _SHARED.search(str(fact))
        for fact in all_facts(endpoint)
        if (sent := secret_sent(fact)) is not None
        and _stand_apart(fact)
        and not _NAMES.search("".join(sent.path[-1:]))
    )


def _stand_apart(fact: Fact) -> bool:
    """Whether what is sent is on one side and the server's own on the other: what another service answers, which is asked with a
    password for what was sent, holds both."""
    return fact.right is None or not any(
        any(leaf.kind == "environment" for leaf in side.leaves()) and side.from_request
        for side in (fact.left, fact.right)
    )


# `/reset/:uidb64-:token/`: views of libraries read it themselves.
_TOKEN_IN_PATH = regex(r"[:{<\[](\w+:)?(\w+_)?(token|nonce|hash)[>}\]]?(/|$)", re.I)


def takes_token(endpoint: Endpoint) -> bool:
    """Whether what was sent out before is handed in: no longer asked for."""
    in_path = _TOKEN_IN_PATH.search(endpoint.path) is not None
    return in_path or any(
        re.search(r"(^|\.|_)(token|code|nonce|key|hash)$", item.name, re.I) for item in endpoint.inputs
    )


def sets_password(endpoint: Endpoint) -> bool:
    """Whether it stores a password."""
    return any(
        is_password(write.column)
        for query in endpoint.queries
        if query.operation in ("insert", "update", "upsert")
        for write in query.writes
    )


def creates_person(app: App, endpoint: Endpoint) -> bool:
    """Whether it makes an account."""
    people = users_table(app)
    kept = {ACCOUNTS} if people is None else {people.name, ACCOUNTS}
    return any(
        query.operation in ("insert", "upsert")
        and query.table in kept
        and not query.loops
        and not _is_own_row(query)
        for query in endpoint.queries
    )


def _is_own_row(query: Query) -> bool:
    """Whether it is the row of who is signed in that is written, there before or not: `users/${uid}` of Firestore."""
    named = [item.value for item in query.filters if item.column == "id"]
    return query.operation == "upsert" and any(value.kind == "session" for value in named)
