"""A page that Playwright drives, whichever browser it is in."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from playwright.sync_api import BrowserContext, Page, Response
from playwright.sync_api import Error as PlaywrightError

from roadworthy.trial.actor import Actor
from roadworthy.trial.engines.page import BUTTONS, LABELS, SHOWN, storage_script

# Nothing new is drawn for twenty turns of the page's own clock, one after the other.
_CALM = """most => new Promise(done => {
  const began = performance.now();
  let still = 0, drawn = true;
  const watcher = new MutationObserver(() => { drawn = true });
  watcher.observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
  const step = () => {
    still = drawn ? 0 : still + 1;
    drawn = false;
    if (still >= 20 || performance.now() - began > most) { watcher.disconnect(); done(); }
    else setTimeout(step, 60);
  };
  setTimeout(step, 60);
})"""
_LOOKS_EVERY_MS = 50
# Browsers keep cookies of such names from addresses with TLS alone, and send them to the machine itself without.
_SECURE_ALONE = ("__Secure-", "__Host-")


class PageRequest(msgspec.Struct, frozen=True):
    """A request the page made; `status` is 0 when it got no answer."""

    method: str
    url: str
    status: int


class OpenedPage:
    """A page with what happened in it. `page` is Playwright's own; the rest is as `EnginePage` says."""

    def __init__(self, page: Page, base_url: str, browser: str) -> None:
        self.page = page
        self.browser = browser
        self.errors: list[str] = []
        self.console: list[str] = []
        self.requests: list[PageRequest] = []
        self._base_url = base_url
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.console.append(f"{message.type}: {message.text}"))
        page.on("response", self._answered)
        self._open, self._heard = 0, time.monotonic()
        page.on("request", lambda _: self._counted(1))
        page.on("requestfinished", lambda _: self._counted(-1))
        page.on("requestfailed", lambda _: self._counted(-1))
        page.on("requestfailed", lambda r: self.requests.append(PageRequest(r.method, r.url, 0)))

    def _answered(self, response: Response) -> None:
        self.requests.append(PageRequest(response.request.method, response.url, response.status))

    def _counted(self, step: int) -> None:
        self._open += step
        self._heard = time.monotonic()

    def open(self, path: str, timeout: float = 20.0) -> int:
        """Go to a path of the app and wait until it has loaded. Returns the status (0: none)."""
        url = path if "://" in path else self._base_url + path
        try:
            response = self.page.goto(url, wait_until="load", timeout=timeout * 1000)
        except PlaywrightError as error:
            self.errors.append(error.message.splitlines()[0])
            return 0
        return response.status if response is not None else 0

    def calm(self, most: float) -> None:
        """Wait until the page has asked nothing and drawn nothing new for a while, at most `most` seconds. The page itself measures
        it: on a busy machine its clock is as late as what is waited for."""
        ends = time.monotonic() + most
        with contextlib.suppress(PlaywrightError):
            while (begun := time.monotonic()) < ends:
                self.page.evaluate(_CALM, (ends - begun) * 1000)
                if self._open <= 0 and self._heard < begun:
                    return

    def settle(self, timeout: float = 5.0) -> None:
        """Wait until the network has been idle for half a second and the page shows something or has failed, at most
        `timeout` seconds for each."""
        with contextlib.suppress(PlaywrightError):
            self.page.wait_for_load_state("networkidle", timeout=timeout * 1000)
        ends = time.monotonic() + timeout
        # A busy machine may take longer to run a script than to fetch it.
        while not self.errors and not self._shows_something() and time.monotonic() < ends:
            self.page.wait_for_timeout(_LOOKS_EVERY_MS)

    def _shows_something(self) -> bool:
        with contextlib.suppress(PlaywrightError):
            return bool(self.page.evaluate(SHOWN))
        # It is on its way to another page.
        return False

    def before_scripts(self, script: str) -> None:
        self.page.add_init_script(script)

    def evaluate(self, expression: str) -> Any:
        return self.page.evaluate(expression)

    def address(self) -> str:
        return self.page.url

    def labels(self) -> list[str]:
        return [str(one) for one in self.page.evaluate(LABELS)]

    def press(self, label: str, timeout: float = 5.0) -> bool:
        seen = self.page.locator(BUTTONS).filter(visible=True)
        button = seen.filter(has_text=label)
        button = button if button.count() else self.page.get_by_role("button", name=label)
        return self._done(lambda: button.first.click(timeout=timeout * 1000))

    def fill(self, selector: str, text: str) -> bool:
        field = self.page.locator(selector).first
        return self._done(lambda: field.fill(text, timeout=1000))

    def _done(self, act: Callable[[], None]) -> bool:
        try:
            act()
        except PlaywrightError:
            return False
        return True

    def screenshot(self, path: Path) -> Path:
        # A page behind a window that it opened is not drawn.
        self.page.bring_to_front()
        path.write_bytes(self.page.screenshot())
        return path

    def text(self) -> str:
        """The text a visitor sees."""
        return self.page.inner_text("body")


def sign_in(context: BrowserContext, actor: Actor, base_url: str) -> None:
    """What the actor keeps in a browser: cookies, and the storage of the app's pages."""
    context.add_cookies(
        [
            # Supabase's own client reads its session from its cookie in the page.
            {
                "name": name,
                "value": value,
                "url": _address(name, base_url),
                "httpOnly": not name.startswith("sb-"),
                "sameSite": "Lax",
                "secure": name.startswith(_SECURE_ALONE),
            }
            for name, value in actor.cookies.items()
        ]
    )
    script = storage_script(actor, base_url)
    if script:
        context.add_init_script(script)


def _address(cookie: str, base_url: str) -> str:
    return base_url.replace("http:", "https:", 1) if cookie.startswith(_SECURE_ALONE) else base_url
