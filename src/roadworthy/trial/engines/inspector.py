"""WebKit's inspector protocol: JSON over a WebSocket, to the one page that a browser has open. What it can be asked and what it tells
stands in WebKit's own Source/JavaScriptCore/inspector/protocol."""

from __future__ import annotations

import itertools
import json
import select
import time
from collections.abc import Callable
from typing import Any

import websocket

# No answer of a page that hangs.
ANSWERS_SECONDS = 20.0
_LOOKS_EVERY_SECONDS = 0.05


class InspectorError(Exception):
    """The page did not answer, or answered that it cannot."""


class Inspector:
    """A line to a page. `heard` is told each event with its data; `prepare` is called for each process that takes the page over,
    since a page that leads to another site goes on in a new one, which knows nothing of what was asked of the old."""

    def __init__(
        self, address: str, heard: Callable[[str, dict[str, Any]], None], prepare: Callable[[], None]
    ) -> None:
        self._numbers = itertools.count(1)
        self._heard = heard
        self._prepare = prepare
        self._target, self._left = "", ""
        self._answers: dict[int, dict[str, Any]] = {}
        self._socket = websocket.create_connection(address, timeout=ANSWERS_SECONDS)
        self._line = int(self._socket.fileno())  # type: ignore[no-untyped-call]
        self.listen(ANSWERS_SECONDS, lambda: bool(self._target))
        if not self._target:
            raise InspectorError("the browser shows no page")
        self._say(
            {"id": next(self._numbers), "method": "Target.setPauseOnStart", "params": {"pauseOnStart": True}}
        )

    def ask(self, method: str, seconds: float = ANSWERS_SECONDS, **given: Any) -> dict[str, Any]:
        """The answer to a question. Raises InspectorError."""
        number = self._send(method, given)
        if not self.listen(seconds, lambda: number in self._answers):
            raise InspectorError(f"no answer to {method}")
        answer = self._answers.pop(number)
        if "error" in answer:
            raise InspectorError(f"{method}: {answer['error'].get('message')}")
        return dict(answer.get("result", {}))

    def _send(self, method: str, given: dict[str, Any]) -> int:
        number = next(self._numbers)
        inner = json.dumps({"id": number, "method": method, "params": given})
        around = {"targetId": self._target, "message": inner}
        self._say({"id": number, "method": "Target.sendMessageToTarget", "params": around})
        return number

    def _say(self, message: dict[str, Any]) -> None:
        try:
            self._socket.send(json.dumps(message))
        except (websocket.WebSocketException, OSError) as error:
            raise InspectorError(f"the browser has ended: {error}") from error

    def listen(self, seconds: float, until: Callable[[], bool]) -> bool:
        """Takes what comes until something holds; whether it came to hold within so many seconds. Raises InspectorError when the
        browser has ended."""
        ends = time.monotonic() + seconds
        while not until():
            left = ends - time.monotonic()
            if left <= 0:
                return False
            try:
                if select.select([self._line], [], [], min(left, _LOOKS_EVERY_SECONDS))[0]:
                    self._take(json.loads(self._socket.recv()))
            except (websocket.WebSocketException, OSError, ValueError) as error:
                raise InspectorError(f"the browser has ended: {error}") from error
        return True

    def _take(self, message: dict[str, Any]) -> None:
        method, data = str(message.get("method", "")), message.get("params", {})
        if method == "Target.dispatchMessageFromTarget":
            self._told(json.loads(data["message"]))
        elif method == "Target.targetCreated":
            self._go_on_in(data["targetInfo"])
        elif method == "Target.targetDestroyed" and data["targetId"] == self._target:
            # The process that was to take it over did not.
            self._target = self._left
        elif "error" in message:
            # The question did not get to the page: it has gone meanwhile.
            self._answers[message["id"]] = message

    def _told(self, message: dict[str, Any]) -> None:
        if "id" in message:
            self._answers[message["id"]] = message
        elif "method" in message:
            self._heard(message["method"], message.get("params", {}))

    def _go_on_in(self, told: dict[str, Any]) -> None:
        """A process of the page's; but for the first it waits until it has been told what the one before it was."""
        self._left, self._target = self._target, told["targetId"]
        if not self._left:
            return
        self._prepare()
        if told.get("isPaused"):
            resumed = {"targetId": self._target}
            self._say({"id": next(self._numbers), "method": "Target.resume", "params": resumed})

    def close(self) -> None:
        self._socket.shutdown()  # type: ignore[no-untyped-call]
