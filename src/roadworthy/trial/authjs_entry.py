"""The door of Auth.js (next-auth): its own endpoints, below one path, that sign people in by their credentials."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from roadworthy.trial.actor import Actor
from roadworthy.trial.door import Door, Doors
from roadworthy.trial.exchange import Request, Response
from roadworthy.trial.html_form import form_encoded
from roadworthy.trial.page_entry import FORM
from roadworthy.trial.people import Person, filled_form
from roadworthy.trial.provider_entry import the_way_back
from roadworthy.trial.sending import Send

AUTHJS = "authjs"
USUAL_PATH = "/api/auth"
_SESSION = ("session-token", "authjs.session")


def own_address(doors: Doors, base_url: str) -> dict[str, str]:
    """What tells the library that its endpoints lie elsewhere than usual: by their paths alone it refuses them."""
    door = doors.login
    if door is None or door.library != AUTHJS or door.path == USUAL_PATH:
        return {}
    return {"AUTH_URL": base_url + door.path}


def enter_by_authjs(send: Send, actor: Actor, door: Door, person: Person) -> Response:
    """Asks for a token against forged requests, then posts what the person types, as the library's own client does. The
    answer is accepted when a session came of it."""
    token, provider = token_of(send, actor, door), provider_of(send, actor, door)
    if provider.outside:
        answer = _by_outside(send, actor, door, provider.name, token, person)
    else:
        answer = send(actor, sign_in_request(actor, door, provider.name, token, person))
    return msgspec.structs.replace(answer, accepted=has_session(actor))


def _by_outside(send: Send, actor: Actor, door: Door, provider: str, token: str, person: Person) -> Response:
    """Through somebody who keeps the account elsewhere, and back."""
    answer = send(actor, _posted(actor, f"{door.path}/signin/{provider}", token, {}))
    address = _member(answer.json(), "url") or answer.headers.get("location", "")
    back = the_way_back(str(address), person)
    return send(actor, Request(actor=actor, method="GET", path=back)) if back else answer


def token_of(send: Send, actor: Actor, door: Door) -> str:
    """The token against forged requests that goes with the actor's cookies, '' where the library gives none."""
    answer = send(actor, Request(actor=actor, method="GET", path=f"{door.path}/csrf"))
    return str(_member(answer.json(), "csrfToken") or "")


def sign_in_request(actor: Actor, door: Door, provider: str, token: str, person: Person) -> Request:
    """What the library's own client posts when a person signs in."""
    typed = filled_form(person, door.fields, unknown=True)
    return _posted(actor, f"{door.path}/callback/{provider}", token, typed)


def _posted(actor: Actor, path: str, token: str, typed: Mapping[str, Any]) -> Request:
    fields = {**typed, "csrfToken": token, "callbackUrl": "/", "redirect": "false", "json": "true"}
    return Request(
        actor=actor,
        method="POST",
        path=path,
        data=form_encoded({name: str(value) for name, value in fields.items()}),
        headers={"content-type": FORM, "x-auth-return-redirect": "1"},
    )


def has_session(actor: Actor) -> bool:
    """Whether the library has let the actor in."""
    return any(mark in name for name in actor.cookies for mark in _SESSION)


class Provider(msgspec.Struct, frozen=True):
    """Who lets people in: the app itself by what they type, or somebody `outside`."""

    name: str
    outside: bool = False


def provider_of(send: Send, actor: Actor, door: Door) -> Provider:
    """The one that asks for credentials, where there is one; else the first that keeps accounts elsewhere."""
    listed = send(actor, Request(actor=actor, method="GET", path=f"{door.path}/providers")).json()
    kinds = {
        str(name): _member(one, "type")
        for name, one in (listed.items() if isinstance(listed, Mapping) else ())
    }
    typed = next((name for name, kind in kinds.items() if kind == "credentials"), "")
    elsewhere = next((name for name, kind in kinds.items() if kind in ("oauth", "oidc")), "")
    return Provider(elsewhere, outside=True) if elsewhere and not typed else Provider(typed or "credentials")


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else None
