"""A link to one of the app's pages, as somebody may send it round: the page is opened by it, and the sign-in form there is used."""

from __future__ import annotations

import contextlib
from urllib.parse import urlsplit

import msgspec
from playwright.sync_api import Error as BrowserError

from roadworthy.app import App
from roadworthy.proof.hostile_request import with_query
from roadworthy.proof.routes import open_route
from roadworthy.trial import Actor, BrowserPage, Trial

_PASSWORD = "input[type=password]:visible"
_NAMES = "input[type=email]:visible, input[type=text]:visible, input:not([type]):visible"
_SENT_SECONDS = 6.0


class Followed(msgspec.Struct, frozen=True):
    """Where the browser ended: `host` and `path` of its address. `mark` is what `window.roadworthyRan` held there ('' for nothing).
    `missing` says why the link could not be followed, '' when it was."""

    link: str
    host: str = ""
    path: str = ""
    mark: str = ""
    signed_in: bool = False
    missing: str = ""


def follow(app: App, trial: Trial, route: str, name: str, value: str) -> Followed:
    """Opens a route by a link whose query says `name=value`. Where the page asks for a password alice signs in. Raises
    TrialUnavailable when there is no browser."""
    if not route:
        return Followed("", missing="no page is known to show it")
    link = with_query(open_route(app, trial, route), name, value)
    return _followed(trial, "anonymous", link, trial.actor("alice"))


def _followed(trial: Trial, actor: str, link: str, person: Actor | None) -> Followed:
    with trial.browser(actor) as opened:
        status = opened.open(link)
        opened.settle()
        if status == 0:
            return Followed(link, missing=f"the page does not open: {opened.errors[-1:]}")
        used = False
        if person is not None and opened.page.locator(_PASSWORD).count():
            try:
                _sign_in(opened, person)
            except BrowserError as error:
                return Followed(
                    link, missing=f"its form cannot be used: {error.message.splitlines()[0][:120]}"
                )
            used = True
        return _ended(opened, link, used)


def _sign_in(opened: BrowserPage, person: Actor) -> None:
    password = opened.page.locator(_PASSWORD).first
    form = password.locator("xpath=ancestor::form[1]")
    names = form.locator(_NAMES).first
    email = person.credentials.get("email", "")
    wants_email = "mail" in (names.get_attribute("type") or "") + (names.get_attribute("name") or "")
    names.fill(
        email if wants_email or not person.credentials.get("username") else person.credentials["username"]
    )
    password.fill(person.credentials.get("password", ""))
    password.press("Enter")
    # Whoever is let in is led on; a link that leads to a script leaves its mark in place of that.
    left = "from => location.href !== from || window.roadworthyRan"
    with contextlib.suppress(BrowserError):
        opened.page.wait_for_function(left, arg=opened.page.url, timeout=_SENT_SECONDS * 1000)
    opened.settle(2)


def stayed(followed: Followed) -> bool:
    """Whether the page went nowhere: an honest link that ends so shows no use of the page."""
    return followed.path == urlsplit(followed.link).path


def _ended(opened: BrowserPage, link: str, used: bool) -> Followed:
    address = urlsplit(opened.page.url)
    mark = opened.page.evaluate("() => String(window.roadworthyRan || '')")
    return Followed(link, address.netloc, address.path, mark, used)
