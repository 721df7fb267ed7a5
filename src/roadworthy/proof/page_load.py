"""A page loaded on a phone over a mobile network, with every request's times and bytes as the browser saw them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import msgspec
from playwright.sync_api import CDPSession

from roadworthy.trial import BrowserPage, Trial

# A mobile network as Lighthouse takes it for its ratings: 150 ms there and back, 1.6 Mbit/s.
MOBILE_LATENCY_MS = 150.0
MOBILE_KBPS = 1_600.0
# A mid-range phone computes about four times as slowly as a desk.
PHONE_SLOWDOWN = 4
# What the browser itself takes between an answer and what the page does with it is less than this.
SLACK_SECONDS = 0.02


class Loaded(msgspec.Struct, frozen=True):
    """One request: `kind` is Script, Image, Fetch, ...; `begun`, `answered` (its first byte came) and `ended` in seconds of the
    browser's own clock, 0 for what never came; a page that does not read an answer leaves it without an end. `wire` are the
    bytes that travelled."""

    url: str
    kind: str
    begun: float
    answered: float = 0.0
    ended: float = 0.0
    wire: int = 0

    @property
    def path(self) -> str:
        """The path, without its query."""
        return urlsplit(self.url).path


class Recorder:
    """Listens to the browser. `requests` are in the order in which they began."""

    def __init__(self, devtools: CDPSession) -> None:
        self._seen: dict[str, Loaded] = {}
        devtools.on("Network.requestWillBeSent", self._begun)
        devtools.on("Network.responseReceived", self._answered)
        devtools.on("Network.loadingFinished", self._ended)
        devtools.send("Network.enable")

    def _begun(self, event: dict[str, Any]) -> None:
        self._seen[event["requestId"]] = Loaded(
            event["request"]["url"], event.get("type", ""), event["timestamp"]
        )

    def _answered(self, event: dict[str, Any]) -> None:
        one = self._seen.get(event["requestId"])
        if one is not None:
            self._seen[event["requestId"]] = msgspec.structs.replace(one, answered=event["timestamp"])

    def _ended(self, event: dict[str, Any]) -> None:
        one = self._seen.get(event["requestId"])
        if one is not None:
            size = int(event.get("encodedDataLength", 0))
            self._seen[event["requestId"]] = msgspec.structs.replace(one, ended=event["timestamp"], wire=size)

    @property
    def requests(self) -> list[Loaded]:
        """What was asked for so far."""
        return sorted(self._seen.values(), key=lambda one: one.begun)


@contextmanager
def recorded(
    trial: Trial, actor: str, latency_ms: float, kbps: float, slowdown: int = 1
) -> Iterator[tuple[BrowserPage, Recorder]]:
    """A phone's page that is listened to, on a line of this latency and throughput (0: unlimited). Raises TrialUnavailable when
    there is no browser."""
    with trial.browser(actor, phone=True) as opened:
        devtools = opened.page.context.new_cdp_session(opened.page)
        recorder = Recorder(devtools)
        opened.conditions(latency_ms, kbps)
        if slowdown > 1:
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
        yield opened, recorder


def in_turn(asked: Sequence[Loaded]) -> list[Loaded]:
    """The longest row of requests each of which began only after the one before was answered."""
    best: dict[int, list[Loaded]] = {}
    for number, one in enumerate(asked):
        earlier = [
            best[place] for place in range(number) if asked[place].answered <= one.begun + SLACK_SECONDS
        ]
        best[number] = [*max(earlier, key=len, default=[]), one]
    return max(best.values(), key=len, default=[])
