"""What an endpoint is for, as far as somebody gains or hurts by calling it over and over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.views.people.access import ROLE, SIGNED_IN, UNREAD, Access
from roadworthy.views.people.entry import asks_password
from roadworthy.views.people.offices import asks_for_office, only_staff_signs_in
from roadworthy.views.requests.credentials import (
    RESET_PATH,
    SIGN_IN_PATH,
    SIGN_UP_PATH,
    compares_password,
    creates_person,
    is_sign_in,
    sends_link,
    sets_password,
    takes_password,
    takes_token,
)
from roadworthy.views.requests.filled import SENDS_PATH, filling
from roadworthy.views.requests.form_files import takes_form_file
from roadworthy.views.requests.purpose import MESSAGE, RESET, SIGN_IN, SIGN_UP, UPLOAD, Purpose
from roadworthy.views.requests.signed import is_signed
from roadworthy.views.requests.spent import borrowing, mails, sending_on, spending, takes_files
from roadworthy.views.requests.tried_codes import takes_long_code, tries_code
from roadworthy.views.requests.unguessable import is_vouched_for


def purposes_of(app: App, endpoint: Endpoint) -> tuple[Purpose, ...]:
    """What an endpoint is good for, the worst first."""
    known = app.view(_known_purposes)
    kept = known.get(id(endpoint))
    if kept is None:
        found = () if is_signed(endpoint) else tuple(_purposes(app, endpoint))
        kept = known[id(endpoint)] = (endpoint, found)
    return kept[1]


def _known_purposes(app: App) -> dict[int, tuple[Endpoint, tuple[Purpose, ...]]]:
    """What was worked out already, by the identity of the endpoint: several patterns ask. A view."""
    return {}


# Where only those come who were sent a long random key: `/invitation/:code`, `/verify/:token`.
_HANDED_OUT = regex(
    r"/(invit\w*|verif\w*|confirm\w*|activat\w*)(/accept)?/[:{<\[]\w*(token|key|uuid|hash|code|secret)\w*[>}\]]?/?$",
    re.I,
)


def _asks(endpoint: Endpoint, *operations: str) -> bool:
    """Whether an endpoint hands on to Supabase what it was sent, for one of these."""
    return any(call.service == "supabase auth" and call.operation in operations for call in endpoint.services)


def _purposes(app: App, endpoint: Endpoint) -> Iterator[Purpose]:
    place, changes = endpoint.location, endpoint.method not in ("GET", "HEAD", "OPTIONS")
    # What is deleted at `/logs/login` or `/reset` is no try to come in.
    comes_in = changes and endpoint.method != "DELETE"
    guards = Access(endpoint).anywhere()
    staff = (ROLE in guards and asks_for_office(endpoint)) or (
        SIGNED_IN in guards and app.view(only_staff_signs_in)
    )
    vouched = is_vouched_for(endpoint) and bool(SIGN_IN_PATH.search(endpoint.path))
    vouched |= bool(_HANDED_OUT.search(endpoint.path))
    tried = is_sign_in(endpoint, guards) or takes_password(endpoint) or tries_code(app, endpoint)
    vouched |= not compares_password(endpoint) and takes_long_code(app, endpoint)
    if comes_in and not vouched and tried:
        yield Purpose(SIGN_IN, "passwords or codes are checked", place)
    elif (
        comes_in
        and not vouched
        and not guards & {SIGNED_IN, UNREAD}
        and (SIGN_UP_PATH.search(endpoint.path) or creates_person(app, endpoint) or _asks(endpoint, "signUp"))
    ):
        yield Purpose(SIGN_UP, "accounts are made", place)
    # Who hands in the new password is sent nothing.
    sent = not (sets_password(endpoint) or asks_password(endpoint)) or mails(endpoint)
    linked = SIGN_IN_PATH.search(endpoint.path) and not tried and sends_link(endpoint)
    mailed = (
        linked
        or RESET_PATH.search(endpoint.path)
        or _asks(endpoint, "resetPasswordForEmail", "signInWithOtp")
    )
    reset = comes_in and not guards & {SIGNED_IN, UNREAD} and mailed
    if reset and sent and not takes_token(endpoint):
        yield Purpose(RESET, "codes, links or mails are sent out", place)
    if staff:
        return
    yield from spending(endpoint, guards)
    yield from borrowing(app, endpoint, guards)
    yield from sending_on(app, endpoint, guards)
    if changes and SIGNED_IN in guards and SENDS_PATH.search(endpoint.path) and mails(endpoint):
        yield Purpose(MESSAGE, "messages are sent out", place)
    if changes and (takes_files(app, endpoint) or takes_form_file(app, endpoint)):
        yield Purpose(UPLOAD, "files are taken in", place)
    yield from filling(app, endpoint, guards, changes)
