"""WebKitGTK: the test browser that the library brings, on a screen that is none, in a sandbox for each page."""

from __future__ import annotations

import asyncio
import contextlib
import re
import shutil
import time
from collections.abc import Iterator

import httpx

from roadworthy.errors import AppError, TrialUnavailable
from roadworthy.regex import regex
from roadworthy.trial.actor import Actor
from roadworthy.trial.engines.found import REMEDIES, WEBKIT, Engine
from roadworthy.trial.engines.inspector import InspectorError
from roadworthy.trial.engines.room import ENVIRONMENT, Room, reached, shown
from roadworthy.trial.engines.webkit_page import WebKitPage
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.keeper import Keeper
from roadworthy.trial.sandbox import Sandbox

_PORT = 9444
_STARTS_SECONDS = 90
_LOOKS_EVERY_SECONDS = 0.05
_SURROUNDINGS = {
    **ENVIRONMENT,
    "GDK_BACKEND": "x11",
    # bubblewrap is the sandbox here, and WebKit's own does not nest in it.
    "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
    "WEBKIT_INSPECTOR_HTTP_SERVER": f"127.0.0.1:{_PORT}",
    # A network of loopback alone would be taken for offline, and there is no bus to ask anybody on.
    "GIO_USE_NETWORK_MONITOR": "base",
    "GSETTINGS_BACKEND": "memory",
    "GIO_USE_VFS": "local",
    "NO_AT_BRIDGE": "1",
    "LIBGL_ALWAYS_SOFTWARE": "1",
}
# The browser's window, which nobody manages, takes 1024 of it.
_SCREEN = "1280x1024x24"
_PAGE = regex(r"/socket/\d+/\d+/WebPage")
_VERSION = regex(r"\d+(?:\.\d+)+")


class WebKitGtk:
    """Pages in WebKitGTK; it has no phone's form."""

    def __init__(self, loop: EventLoop, room: Room, engine: Engine) -> None:
        self._loop = loop
        self._room = room
        self._engine = engine
        self._version = ""

    @contextlib.contextmanager
    def page(self, actor: Actor, *, phone: bool) -> Iterator[WebKitPage]:
        """A page of somebody's. Raises TrialUnavailable when the browser does not start, and for a phone's."""
        if phone:
            raise TrialUnavailable("WebKitGTK has no phone's form", remedy=REMEDIES[WEBKIT])
        self._room.prepare()
        own: list[Sandbox] = []
        try:
            page = self._opened(actor, own)
            try:
                yield page
            finally:
                page.close()
        finally:
            for sandbox in own:
                self._loop.wait(sandbox.close())

    def _opened(self, actor: Actor, own: list[Sandbox]) -> WebKitPage:
        try:
            line = _line_to_page(self._loop.wait(self._start(own), _STARTS_SECONDS))
            return WebKitPage(line, self._room.base_url, f"WebKitGTK {self._version}", actor)
        except (OSError, TimeoutError, InspectorError, httpx.HTTPError, AppError) as error:
            why = str(error) or "it took too long"
            raise TrialUnavailable(
                f"WebKit does not start: {why}", where=str(self._engine.program)
            ) from error

    async def _start(self, own: list[Sandbox]) -> str:
        """Where its inspector answers; the sandbox is put to the others."""
        sandbox = await self._room.open(shown(self._engine.program))
        own.append(sandbox)
        keeper = sandbox.keeper
        surroundings = {**_SURROUNDINGS, "DISPLAY": await _screen(keeper)}
        program = str(self._engine.program)
        if not self._version:
            _code, told = await keeper.run([program, "--version"], cwd="/tmp", env=surroundings, timeout=30)
            self._version = " ".join(_VERSION.findall(told.since(0))[:1])
        command = await keeper.start(
            [program, "--private", "--enable-developer-extras=true", "about:blank"],
            cwd="/tmp",
            env=surroundings,
        )
        port = await reached(keeper, command, _PORT, "WebKit")
        return f"127.0.0.1:{port}"

    def close(self) -> None:
        """Each page has ended its browser already."""


async def _screen(keeper: Keeper) -> str:
    """A screen in memory, by the name under which programs find it: the server says its number when it is ready."""
    program = shutil.which("Xvfb") or "Xvfb"
    command = await keeper.start(
        [program, "-displayfd", "1", "-screen", "0", _SCREEN, "-nolisten", "tcp"],
        cwd="/tmp",
        env=ENVIRONMENT,
    )
    while (number := re.search(r"^(\d+)$", command.log.since(0), re.M)) is None:
        if not command.running:
            raise TrialUnavailable(f"Xvfb ends at once: {command.log.last_lines()}")
        await asyncio.sleep(_LOOKS_EVERY_SECONDS)
    return f":{number[1]}"


def _line_to_page(address: str) -> str:
    """Where the inspector talks to the page; the browser lists its pages a moment after it listens."""
    ends = time.monotonic() + _STARTS_SECONDS
    while time.monotonic() < ends:
        listed = _PAGE.search(httpx.get(f"http://{address}/", trust_env=False, timeout=_STARTS_SECONDS).text)
        if listed is not None:
            return f"ws://{address}{listed[0]}"
        time.sleep(_LOOKS_EVERY_SECONDS)
    raise InspectorError("it shows no page")
