"""Firefox and WebKit for the pages of a trial, where this machine has them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from roadworthy.errors import TrialUnavailable
from roadworthy.trial.actor import Actor
from roadworthy.trial.engines.driver import Drivers
from roadworthy.trial.engines.found import Engine
from roadworthy.trial.engines.page import EnginePage
from roadworthy.trial.engines.playwright_server import PlaywrightServer
from roadworthy.trial.engines.room import Room
from roadworthy.trial.engines.webkitgtk import WebKitGtk
from roadworthy.trial.event_loop import EventLoop


class OtherBrowsers:
    """Each is started when the first page is asked for; one that does not start is not tried again."""

    def __init__(self, loop: EventLoop, room: Room, drivers: Drivers) -> None:
        self._loop = loop
        self._room = room
        self._drivers = drivers
        self._known: dict[Engine, PlaywrightServer | WebKitGtk] = {}
        self._failed: dict[tuple[Engine, bool], TrialUnavailable] = {}

    @contextlib.contextmanager
    def page(self, engine: Engine, actor: Actor, *, phone: bool) -> Iterator[EnginePage]:
        """A page of somebody's. Raises TrialUnavailable when the browser does not start, or has no phone's form."""
        if (engine, phone) in self._failed:
            raise self._failed[engine, phone]
        with contextlib.ExitStack() as stack:
            try:
                page = stack.enter_context(self._opened(engine, actor, phone=phone))
            except TrialUnavailable as failed:
                self._failed[engine, phone] = failed
                raise
            yield page

    def _opened(
        self, engine: Engine, actor: Actor, *, phone: bool
    ) -> contextlib.AbstractContextManager[EnginePage]:
        return self._driven(engine).page(actor, phone=phone)

    def _driven(self, engine: Engine) -> PlaywrightServer | WebKitGtk:
        if engine not in self._known:
            self._known[engine] = (
                WebKitGtk(self._loop, self._room, engine)
                if engine.driven == "inspector"
                else PlaywrightServer(self._loop, self._room, engine, self._drivers)
            )
        return self._known[engine]

    def close(self) -> None:
        for one in self._known.values():
            one.close()
