"""Sockets and event streams that a page holds, as the browser reports them."""

from __future__ import annotations

import time
from typing import Any

import msgspec

from roadworthy.trial import BrowserPage

# What development servers open for themselves.
_NOT_THE_APPS = ("vite", "webpack-hmr", "/_next/", "/ws?token")
_SWITCHING, _OK = 101, 200


class Line(msgspec.Struct, frozen=True):
    """One attempt: `address` without its query; `begun` and `opened` in seconds of `time.monotonic()`, `opened` 0 for none."""

    address: str
    begun: float
    opened: float = 0.0


class LiveLines:
    """Listens from now on. `kind` is WebSocket or EventSource."""

    def __init__(self, page: BrowserPage, kind: str) -> None:
        self._page = page
        self._seen: dict[str, Line] = {}
        devtools = page.page.context.new_cdp_session(page.page)
        if kind == "WebSocket":
            devtools.on(
                "Network.webSocketCreated", lambda event: self._begun(event["requestId"], event["url"])
            )
            devtools.on(
                "Network.webSocketHandshakeResponseReceived", lambda event: self._opened(event, _SWITCHING)
            )
        else:
            devtools.on("Network.requestWillBeSent", self._asked)
            devtools.on("Network.responseReceived", lambda event: self._opened(event, _OK))
        devtools.send("Network.enable")

    def _asked(self, event: dict[str, Any]) -> None:
        if event.get("type") == "EventSource":
            self._begun(event["requestId"], event["request"]["url"])

    def _begun(self, number: str, address: str) -> None:
        if not any(word in address for word in _NOT_THE_APPS):
            self._seen[number] = Line(address.split("?")[0], time.monotonic())

    def _opened(self, event: dict[str, Any], status: int) -> None:
        one = self._seen.get(event["requestId"])
        if one is not None and event["response"]["status"] == status:
            self._seen[event["requestId"]] = msgspec.structs.replace(one, opened=time.monotonic())

    def since(self, moment: float) -> list[Line]:
        """The attempts begun since a moment."""
        return [one for one in self._seen.values() if one.begun >= moment]

    def wait(self, moment: float, addresses: set[str], seconds: float) -> set[str]:
        """Those of the addresses (all when there are none) that were opened since a moment; waits so long for all of them."""
        ends = time.monotonic() + seconds
        while True:
            opened = {one.address for one in self.since(moment) if one.opened}
            if (opened >= addresses and opened) or time.monotonic() > ends:
                return opened
            self._page.page.wait_for_timeout(200)
