"""Coming in through pages: the form of a page is filled in, sent, and its redirect followed, as a browser would."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

import msgspec

from roadworthy.regex import regex
from roadworthy.trial.actor import Actor
from roadworthy.trial.door import Door
from roadworthy.trial.exchange import Request, Response
from roadworthy.trial.html_form import (
    HtmlForm,
    HtmlPage,
    entrance,
    filled,
    form_encoded,
    meanings,
    read_page,
)
from roadworthy.trial.people import Person
from roadworthy.trial.sending import Send

FORM = "application/x-www-form-urlencoded"
SIGN_IN = regex(r"(^|[/_-])(log-?in|sign-?in|login_?page)(/|$|\?|\.)", re.IGNORECASE)
SIGN_UP = regex(r"(^|[/_-])(register|registration|sign-?up|join|create-?account)(/|$|\?|\.)", re.IGNORECASE)
# Where an app's door is when its front page names none; the first that shows a form is taken.
_USUAL_SIGN_IN = (
    "/login",
    "/login/",
    "/accounts/login/",
    "/auth/login",
    "/signin",
    "/users/login/",
    "/admin/login/",
)
_USUAL_SIGN_UP = (
    "/register",
    "/register/",
    "/signup",
    "/signup/",
    "/accounts/signup/",
    "/accounts/register/",
    "/auth/register",
)
_MOST_HOPS = 5
# A page is asked for as browsers do: Flask-Security answers with JSON whoever likes that best.
_OF_PAGES = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
TOO_MANY = 429


class Landing(msgspec.Struct, frozen=True):
    """Where a request led to in the end: the last answer, its path, and what its page holds (None when it is no page)."""

    answer: Response
    path: str
    page: HtmlPage | None

    def shows(self, form: HtmlForm) -> bool:
        """Whether the page asks again for what `form` asked for."""
        again = [other for other in (self.page.forms if self.page else ()) if other.action == form.action]
        return any(form.names & other.names for other in again)

    @property
    def asks_who(self) -> bool:
        """Whether the page is one that asks people to sign in."""
        return bool(SIGN_IN.search(self.path)) or (
            self.page is not None and any(form.passwords == 1 for form in self.page.forms)
        )


class Entered(msgspec.Struct, frozen=True):
    """What became of somebody at a page's door: `accepted` when the form was taken, `inside` when they are signed in."""

    accepted: bool
    inside: bool
    landing: Landing


def look(send: Send, actor: Actor, path: str) -> Landing:
    """Opens a page and follows its redirects."""
    asked = Request(actor=actor, method="GET", path=path, headers=_OF_PAGES)
    return _follow(send, actor, send(actor, asked), path)


def _follow(send: Send, actor: Actor, answer: Response, path: str) -> Landing:
    for _ in range(_MOST_HOPS):
        if not 300 <= answer.status < 400 or "location" not in answer.headers:
            break
        path = local_path(answer.headers["location"], path)
        answer = send(actor, Request(actor=actor, method="GET", path=path, headers=_OF_PAGES))
    is_page = "html" in answer.headers.get("content-type", "")
    return Landing(answer, path, read_page(answer.text, path) if is_page else None)


def local_path(location: str, here: str) -> str:
    """The path and query that a redirect leads to, whatever host it names."""
    parts = urlsplit(urljoin(here, location))
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def enter(send: Send, actor: Actor, door: Door, person: Person, *, register: bool) -> Entered | None:
    """Opens the door's page and sends its form, filled in by meaning, then with everything filled in. None when the page
    holds no form that asks for a password; a page that is not shown for having been asked for too often may hold one."""
    entered: Entered | None = None
    for everything in (False, True):
        landing = look(send, actor, door.path)
        form = entrance(landing.page, register=register) if landing.page is not None else None
        if form is None:
            # Whoever is signed in already is led away from the door.
            led_away = landing.path.split("?")[0] != door.path and landing.answer.ok
            if led_away and not landing.asks_who and not register:
                return Entered(True, True, landing)
            return Entered(False, False, landing) if landing.answer.status == TOO_MANY else entered
        entered = _send_form(
            send, actor, form, landing, filled(form, person, door.fields, everything=everything)
        )
        if entered.accepted:
            return entered
    return entered


def _send_form(
    send: Send, actor: Actor, form: HtmlForm, shown: Landing, values: Mapping[str, str]
) -> Entered:
    keep_tokens(actor, shown.page)
    headers = {"content-type": FORM, **_OF_PAGES}
    request = Request(
        actor=actor, method="POST", path=form.action, data=form_encoded(values), headers=headers
    )
    answer = send(actor, request)
    landing = _follow(send, actor, answer, form.action)
    # Where a redirect leads after a sign-in may not exist (Django's default profile page); it was accepted all the same.
    accepted = 0 < answer.status < 400 and landing.answer.status < 500 and not landing.shows(form)
    return Entered(accepted, accepted and not landing.asks_who, landing)


def keep_tokens(actor: Actor, page: HtmlPage | None) -> None:
    """Remembers a page's token against forged requests, for what the actor sends later."""
    if page is not None:
        actor.form_fields.update(page.tokens)


def find_door(send: Send, visitor: Actor, *, register: bool) -> Door | None:
    """The page on which people sign in (or register): named by a link of the front page, else at a usual address."""
    wanted = SIGN_UP if register else SIGN_IN
    front = look(send, visitor, "/")
    links = [
        local_path(address, front.path)
        for address, text in (front.page.links if front.page is not None else ())
        if wanted.search(address) or wanted.search(text.strip().replace(" ", ""))
    ]
    usual = _USUAL_SIGN_UP if register else _USUAL_SIGN_IN
    asked = [front.path] if wanted.search(front.path) else []
    for path in dict.fromkeys((*asked, *links, *usual)):
        landing = look(send, visitor, path)
        form = entrance(landing.page, register=register) if landing.page is not None else None
        if form is not None and landing.answer.ok and bool(SIGN_UP.search(landing.path)) == register:
            return Door(method="POST", path=landing.path, fields=meanings(form), form=True)
    return None
