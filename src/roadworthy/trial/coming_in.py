"""Coming in at a door, whatever it is: a library's own, a page's form, or a request that no page is known to send."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from roadworthy.errors import TrialUnavailable
from roadworthy.trial.actor import Actor, Entry
from roadworthy.trial.authjs_entry import AUTHJS, enter_by_authjs
from roadworthy.trial.carrier import BEARER, Carrier
from roadworthy.trial.door import Door
from roadworthy.trial.door_attempts import asked_fields, attempts, is_accepted
from roadworthy.trial.exchange import Request, Response
from roadworthy.trial.kept_in_pages import token_in
from roadworthy.trial.page_entry import enter
from roadworthy.trial.people import Person
from roadworthy.trial.provider_entry import PROVIDER, enter_by_provider
from roadworthy.trial.sending import Send

# What a body that is not what the door wants may be answered; anything else is the door's last word.
_TRY_ANOTHER = (400, 401, 415, 422, 500)
_NOT_UNDERSTOOD = (415, 422)


class CameIn(msgspec.Struct, frozen=True):
    """The door's `answer`, whether somebody is `inside` now, and the plain request that was accepted (None for a page's form, a
    library's steps, or where none was)."""

    answer: Response
    inside: bool
    entry: Entry | None = None


def come_in(
    send: Send, visitor: Actor, door: Door, person: Person, *, register: bool, carrier: Carrier = BEARER
) -> CameIn:
    """Sends somebody through a door as whoever uses the app would. `carrier` tells how a token that it gives travels."""
    answer = enter_by_library(send, visitor, door, person)
    if answer is not None:
        return CameIn(answer, is_accepted(answer))
    entered = enter(send, visitor, door, person, register=register) if door.form else None
    if entered is not None:
        return CameIn(entered.landing.answer, entered.inside)

    def signed_in(answer: Response) -> bool:
        token = token_in(answer.json())
        visitor.headers.update(carrier.headers(token) if token else {})
        return register or visitor.signed_in

    return knock(send, visitor, door, person, signed_in)


def enter_by_library(send: Send, actor: Actor, door: Door, person: Person) -> Response | None:
    """The last answer of the steps in which a library, or a provider, lets people in; None for a door of the app's own."""
    if door.library == AUTHJS:
        return enter_by_authjs(send, actor, door, person)
    if door.library == PROVIDER:
        return enter_by_provider(send, actor, door, person)
    return None


def knock(send: Send, actor: Actor, door: Door, person: Person, enough: Callable[[Response], bool]) -> CameIn:
    """Tries the door in the ways a form may be meant, until one is accepted and gives what is `enough`, as apps tell people of a
    wrong password with 200, too; the first that was accepted where none does, else what says most of why."""
    told: Response | None = None
    without: CameIn | None = None
    forms = deque(attempts(door, person))
    asked: set[tuple[str, str]] = set()
    while forms:
        form = forms.popleft()
        answer = ask(send, actor, Request(actor=actor, method=door.method, path=door.path, **form))
        if is_accepted(answer):
            entry = _entry(door, form)
            if enough(answer):
                return CameIn(answer, True, entry)
            without = without or CameIn(answer, False, entry)
            continue
        if answer.status not in _TRY_ANOTHER:
            return without or CameIn(answer, False)
        # That a form is not understood says less than what became of one that was.
        if told is None or (told.status in _NOT_UNDERSTOOD and answer.status not in _NOT_UNDERSTOOD):
            told = answer
        sent = [name for body in form.values() for name in body]
        wanted = asked_fields(answer, person, sent).items()
        more = {name: value for name, value in wanted if (name, str(value)) not in asked}
        if more:
            told = None  # what the door says of the form that it asked for tells more
            asked |= {(name, str(value)) for name, value in more.items()}
            forms.appendleft({kind: {**body, **more} for kind, body in form.items()})
    if without is not None:
        return without
    assert told is not None
    return CameIn(told, False)


def ask(send: Send, actor: Actor, request: Request) -> Response:
    """The app's answer; a refusal where it wants a token that no page shows."""
    try:
        return send(actor, request)
    except TrialUnavailable as refused:
        return Response(status=403, headers={}, body=str(refused).encode(), seconds=0.0)


def _entry(door: Door, form: Mapping[str, Any]) -> Entry:
    body = {"json": form["json"]} if "json" in form else {"form": form["data"]}
    return Entry(method=door.method, path=door.path, **body)
