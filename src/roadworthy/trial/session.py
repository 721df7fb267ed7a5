"""An actor's session: the headers each request carries and what answers change in them."""

from __future__ import annotations

import base64
import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote

from roadworthy.regex import regex
from roadworthy.trial.actor import Actor

_PAST = regex(r";\s*(max-age=(0|-\d+)\s*(;|$)|expires=[^;]*\b(19[67]\d)\b)", re.IGNORECASE)
_SAME_SITE = regex(r";\s*samesite=(\w+)", re.IGNORECASE)
# Auth.js calls its cookies so where its own address begins with https, and looks for them by the shorter name where it does not: an
# app that sets the names itself, for production, is asked by a trial at an address without TLS.
_OF_AUTHJS = regex(r"^__(?:Secure|Host)-((?:next-auth|authjs)\..+)$")
_AT_HOME = ("lax", "strict")
_ELSEWHERE = "https://another-site.example"


def as_seen_elsewhere(actor: Actor, *, followed: bool = False) -> Actor:
    """The actor's browser while it sends what a page of another site makes it send: with the cookies that the app lets travel, and
    with nothing that only the app's own pages hold. Along a link that is `followed` go all but those of `SameSite=Strict` (RFC 6265bis,
    "Lax" enforcement)."""
    kept = ("strict",) if followed else _AT_HOME
    sent = {name: value for name, value in actor.cookies.items() if actor.same_site.get(name) not in kept}
    return Actor(name=actor.name, role=actor.role, address=actor.address, cookies=sent)


def headers_from_elsewhere() -> dict[str, str]:
    """What such a browser says of the page; the empty ones take the place of tokens that it does not know."""
    return {
        "origin": _ELSEWHERE,
        "referer": f"{_ELSEWHERE}/",
        "sec-fetch-site": "cross-site",
        "x-csrftoken": "",
        "x-csrf-token": "",
    }


def headers_of_link() -> dict[str, str]:
    """What such a browser says of a link that is followed."""
    return {
        "referer": f"{_ELSEWHERE}/",
        "accept": "text/html,application/xhtml+xml,*/*;q=0.8",
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "document",
    }


def request_headers(actor: Actor, host: str, more: Mapping[str, str]) -> dict[str, str]:
    """What an actor sends: as if a proxy that ends TLS stood in front of the app. `more` wins, whatever its case."""
    headers = {
        "host": host,
        "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
        "accept": "application/json, text/html;q=0.9, */*;q=0.8",
        "x-forwarded-proto": "https",
        "x-forwarded-for": actor.address,
    }
    if actor.cookies:
        headers["cookie"] = "; ".join(f"{name}={value}" for name, value in actor.cookies.items())
    token = forgery_token(actor)
    if token:
        # Frameworks that guard against forged requests take the token from a header too, and ask which page it stood on.
        headers |= {"x-csrftoken": token, "x-csrf-token": token, "referer": f"https://{host}/"}
    headers.update({name.lower(): value for name, value in actor.headers.items()})
    headers.update({name.lower(): value for name, value in more.items()})
    return headers


def forgery_token(actor: Actor) -> str:
    """The token against forged requests: Django's cookie, which changes as people sign in, else what a page showed last."""
    cookie = next((value for name, value in actor.cookies.items() if name.endswith("csrftoken")), "")
    return cookie or next(iter(actor.form_fields.values()), "")


def hidden_fields(actor: Actor) -> dict[str, str]:
    """What every form that the actor sends carries."""
    cookie = next((value for name, value in actor.cookies.items() if name.endswith("csrftoken")), "")
    shown = actor.form_fields or ({"csrfmiddlewaretoken": cookie} if cookie else {})
    return {name: cookie or value for name, value in shown.items()}


def learn_cookies(actor: Actor, set_cookie: Iterable[str]) -> None:
    """Keep the cookies of an answer, also Secure ones; drop those the app ends (no age, or a date long past)."""
    for line in set_cookie:
        name, equals, value = line.partition(";")[0].partition("=")
        if not equals:
            continue
        told = _SAME_SITE.search(line)
        for known in _names(name.strip()):
            if _PAST.search(line):
                actor.cookies.pop(known, None)
            else:
                actor.cookies[known] = value.strip()
                actor.same_site[known] = told[1].lower() if told else ""


def _names(name: str) -> list[str]:
    short = _OF_AUTHJS.match(name)
    return [name, short[1]] if short else [name]


def session_texts(actor: Actor) -> Iterator[str]:
    """What a server may know an actor's session by: cookies and headers as they are sent and, of signed tokens, what they hold."""
    for value in (*actor.cookies.values(), *actor.headers.values(), *actor.storage.values()):
        yield unquote(value)
        for part in value.split("."):
            with contextlib.suppress(ValueError):
                yield base64.urlsafe_b64decode(part.split(" ")[-1] + "=" * (-len(part) % 4)).decode(
                    errors="replace"
                )
