"""Firefox, and the WebKit that Playwright brings: Playwright's own server starts them inside the sandbox."""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser
from playwright.sync_api import Error as PlaywrightError

from roadworthy.errors import TrialUnavailable
from roadworthy.trial.actor import Actor
from roadworthy.trial.engines.driver import Drivers
from roadworthy.trial.engines.found import FIREFOX, Engine, playwright_folder
from roadworthy.trial.engines.page import DESKTOP, PHONE, headers_of
from roadworthy.trial.engines.room import ENVIRONMENT, Room, reached, shown
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.opened_page import OpenedPage, sign_in
from roadworthy.trial.sandbox import Mount, Sandbox, give

_PORT = 9333
_DRIVER = "/opt/playwright"
_SETTINGS = "/opt/browser"
_STARTS_SECONDS = 90
_CONNECTS_MS = 60_000
# "All cookies (will cause websites to break)" among Firefox's settings.
_NO_DATA = {"network.cookie.cookieBehavior": 2}
# Over WebDriver BiDi an error that is given to the console comes without its words.
_WORDED = """const said = console.error;
console.error = (...given) => said.apply(console, given.map(
  one => one instanceof Error || one instanceof DOMException ? String(one) : one));"""


class PlaywrightServer:
    """A browser that is started when its first page is asked for; each page has a profile of its own."""

    def __init__(self, loop: EventLoop, room: Room, engine: Engine, drivers: Drivers) -> None:
        self._loop = loop
        self._room = room
        self._engine = engine
        self._drivers = drivers
        self._sandbox: Sandbox | None = None
        self._address = ""
        self._connected: dict[int, tuple[str, Browser]] = {}

    @contextlib.contextmanager
    def page(self, actor: Actor, *, phone: bool) -> Iterator[OpenedPage]:
        """A page of somebody's. Raises TrialUnavailable when the browser does not start."""
        browser = self._browser()
        context = browser.new_context(
            viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
            has_touch=phone,
            ignore_https_errors=True,
            service_workers="block",
            extra_http_headers=headers_of(actor),
        )
        try:
            if self._engine.keeps_data:
                sign_in(context, actor, self._room.base_url)
            context.add_init_script(f"(() => {{ {_WORDED} }})()")
            version = f"{self._engine.name} {browser.version}"
            yield OpenedPage(context.new_page(), self._room.base_url, version)
        finally:
            # Where the browser has ended meanwhile, the profile went with it.
            with contextlib.suppress(PlaywrightError):
                context.close()

    def _browser(self) -> Browser:
        address, thread = self._running(), threading.get_ident()
        known = self._connected.get(thread)
        if known is not None and known[0] == address and known[1].is_connected():
            return known[1]
        own = self._drivers.own()
        kind = own.firefox if self._engine.name == FIREFOX else own.webkit
        try:
            browser = kind.connect(address, timeout=_CONNECTS_MS)
        except PlaywrightError as error:
            self.close()
            raise self._unavailable(error.message.splitlines()[0]) from error
        self._connected[thread] = address, browser
        return browser

    def _running(self) -> str:
        if self._sandbox is None or self._sandbox.keeper.gone.is_set():
            self._room.prepare()
            try:
                self._loop.wait(self._start(), _STARTS_SECONDS)
            except (OSError, TimeoutError) as error:
                self.close()
                raise self._unavailable(str(error) or "it took too long") from error
        return self._address

    def _unavailable(self, why: str) -> TrialUnavailable:
        return TrialUnavailable(f"{self._engine.name} does not start: {why}", where=str(self._engine.program))

    async def _start(self) -> None:
        driver = playwright_folder()
        if driver is None:
            raise TrialUnavailable("no Playwright", remedy="pip install 'roadworthy[trial]'")
        path, settings = f"/{os.urandom(16).hex()}", self._settings()
        mounts = [Mount(driver, _DRIVER), Mount(settings.parent, _SETTINGS), *shown(self._engine.program)]
        settings.write_text(json.dumps(self._launched(path)))
        self._sandbox = await self._room.open(mounts)
        give(settings.parent, self._sandbox.user)
        server = [f"{_DRIVER}/node", f"{_DRIVER}/package/cli.js", "launch-server"]
        command = await self._sandbox.keeper.start(
            [*server, "--browser", self._engine.name.lower(), "--config", f"{_SETTINGS}/{settings.name}"],
            cwd="/tmp",
            env=ENVIRONMENT,
        )
        port = await reached(self._sandbox.keeper, command, _PORT, self._engine.name)
        self._address = f"ws://127.0.0.1:{port}{path}"

    def _settings(self) -> Path:
        folder = self._room.run_folder / f"{self._engine.name.lower()}-{os.urandom(3).hex()}"
        folder.mkdir(mode=0o700)
        return folder / "server.json"

    def _launched(self, path: str) -> dict[str, object]:
        """What Playwright's launchServer takes. Of a Firefox that is not its own build it asks WebDriver BiDi."""
        channel = {"channel": "moz-firefox"} if self._engine.driven == "system" else {}
        program = str(self._engine.program)
        settings = {} if self._engine.keeps_data else {"firefoxUserPrefs": _NO_DATA}
        return {
            "headless": True,
            "executablePath": program,
            "port": _PORT,
            "wsPath": path,
            **channel,
            **settings,
        }

    def close(self) -> None:
        self._connected.clear()
        if self._sandbox is not None:
            self._loop.wait(self._sandbox.close())
            self._sandbox = None
