"""Coming in with an account that somebody else keeps (OAuth 2.0, section 4.1): the app sends people to a provider, who
sends them back with a code."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import msgspec

from roadworthy.trial.actor import Actor
from roadworthy.trial.door import Door
from roadworthy.trial.exchange import Request, Response
from roadworthy.trial.identity_provider import code_for
from roadworthy.trial.people import Person
from roadworthy.trial.sending import Send

PROVIDER = "provider"
_REDIRECTS = range(300, 400)
# Auth.js and Passport lead back to where people sign in, or say so in the address, when something is wrong.
_REFUSED = ("error", "failure", "denied")


def enter_by_provider(send: Send, actor: Actor, door: Door, person: Person) -> Response:
    """Goes to the door, lets the provider say yes, and comes back as its browser would. The answer is accepted when the app
    then sends the person on, or shows a page, and has given them a session."""
    asked = send(actor, Request(actor=actor, method="GET", path=door.path))
    back = the_way_back(asked.headers.get("location", ""), person)
    if asked.status not in _REDIRECTS or not back:
        return msgspec.structs.replace(asked, accepted=False)
    came = send(actor, Request(actor=actor, method="GET", path=back))
    led = urlsplit(urljoin(back, came.headers.get("location", "")))
    refused = led.path == door.path or any(word in f"{led.path}?{led.query}".lower() for word in _REFUSED)
    inside = (came.ok or came.status in _REDIRECTS) and not refused and actor.signed_in
    return msgspec.structs.replace(came, accepted=inside)


def the_way_back(address: str, person: Person) -> str:
    """The path at which the app expects a person whom it sent to a provider's `address`, with what the provider gives them;
    '' for an address that is none of a provider's."""
    wish = parse_qs(urlsplit(address).query)
    if "redirect_uri" not in wish or "client_id" not in wish:
        return ""
    identity = "openid" in " ".join(wish.get("scope", [])).split()
    answer = {"code": code_for(person, wish.get("nonce", [""])[0], identity=identity)}
    answer |= {"state": wish["state"][0]} if "state" in wish else {}
    return f"{urlsplit(wish['redirect_uri'][0]).path}?{urlencode(answer)}"
