"""A page in WebKitGTK, asked through its inspector."""

from __future__ import annotations

import base64
import contextlib
import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from roadworthy.trial.actor import Actor
from roadworthy.trial.engines.inspector import Inspector, InspectorError
from roadworthy.trial.engines.page import BUTTONS, LABELS, SHOWN, headers_of, storage_script

_LOOKS_EVERY_SECONDS = 0.05
# As long as Playwright takes a network for idle.
_IDLE_SECONDS = 0.5
_UNHANDLED = "Unhandled Promise Rejection: "
_DOMAINS = ("Console", "Runtime", "Page", "Network")
_PRESSED = f"""(label => {{
  const seen = [...document.querySelectorAll({json.dumps(BUTTONS)})].filter(one => one.checkVisibility() && !one.disabled);
  const words = one => (one.innerText || one.getAttribute('aria-label') || '').trim();
  const found = seen.find(one => words(one) === label) || seen.find(one => words(one).includes(label));
  if (found) found.click();
  return !!found;
}})"""
# As a keyboard does it: the page hears of each letter.
_FILLED = """((selector, text) => {
  const field = document.querySelector(selector);
  if (!field) return false;
  field.focus();
  field.select();
  return document.execCommand('insertText', false, text);
})"""
_SIZE = "[innerWidth, innerHeight]"


class WebKitPage:
    """As `EnginePage` says."""

    def __init__(self, address: str, base_url: str, browser: str, actor: Actor) -> None:
        self.browser = browser
        self.errors: list[str] = []
        self.console: list[str] = []
        self._base_url = base_url
        self._actor = actor
        self._scripts = [one for one in (storage_script(actor, base_url),) if one]
        self._asked: set[str] = set()
        self._heard = time.monotonic()
        self._document, self._status, self._loaded = "", 0, False
        self._inspector = Inspector(address, self._hear, self._prepare)
        self._prepare()
        self._sign_in()

    def _prepare(self) -> None:
        for domain in _DOMAINS:
            self._inspector.ask(f"{domain}.enable")
        self._inspector.ask("Network.setExtraHTTPHeaders", headers=headers_of(self._actor))
        if self._scripts:
            self._inspector.ask("Page.setBootstrapScript", source=";\n".join(self._scripts))

    def _sign_in(self) -> None:
        for name, value in self._actor.cookies.items():
            self._inspector.ask("Page.setCookie", cookie=_cookie(name, value, self._base_url))

    # --- what happens in it -----------------------------------------------------------------------------

    def _hear(self, event: str, data: dict[str, Any]) -> None:
        match event:
            case "Console.messageAdded":
                self._said(data["message"])
            case "Network.requestWillBeSent":
                self._asks(data)
            case "Network.responseReceived" if data["requestId"] == self._document:
                self._status = int(data["response"]["status"])
            case "Network.loadingFinished" | "Network.loadingFailed":
                self._asked.discard(data["requestId"])
                self._heard = time.monotonic()
            case "Page.loadEventFired":
                self._loaded = True

    def _said(self, message: dict[str, Any]) -> None:
        text = str(message["text"])
        if message["source"] == "javascript" and message["level"] == "error":
            self.errors.append(text.removeprefix(_UNHANDLED))
            return
        more = " ".join(_written(one) for one in message.get("parameters", ()))
        self.console.append(f"{message['level']}: {more or text}")

    def _asks(self, data: dict[str, Any]) -> None:
        self._asked.add(data["requestId"])
        self._heard = time.monotonic()
        if not self._document and data.get("type") == "Document":
            self._document = data["requestId"]

    # --- what is done with it ---------------------------------------------------------------------------

    def open(self, path: str, timeout: float = 20.0) -> int:
        url = path if "://" in path else self._base_url + path
        self._document, self._status, self._loaded = "", 0, False
        self._asked.clear()
        try:
            self._inspector.ask("Page.navigate", url=url)
            self._inspector.listen(timeout, lambda: self._loaded)
        except InspectorError as error:
            self.errors.append(str(error))
            return 0
        return self._status

    def settle(self, timeout: float = 5.0) -> None:
        with contextlib.suppress(InspectorError):
            self._inspector.listen(timeout, self._idle)
            ends = time.monotonic() + timeout
            while not self.errors and not self.evaluate(SHOWN) and time.monotonic() < ends:
                self._inspector.listen(_LOOKS_EVERY_SECONDS, lambda: False)

    def _idle(self) -> bool:
        return not self._asked and time.monotonic() - self._heard > _IDLE_SECONDS

    def before_scripts(self, script: str) -> None:
        self._scripts.append(script)
        self._inspector.ask("Page.setBootstrapScript", source=";\n".join(self._scripts))

    def evaluate(self, expression: str) -> Any:
        return self._evaluated(expression)

    def _evaluated(self, expression: str, *, by_hand: bool = False) -> Any:
        """`by_hand`: as if a person had just pressed something."""
        answer = self._inspector.ask(
            "Runtime.evaluate", expression=expression, returnByValue=True, emulateUserGesture=by_hand
        )
        if answer.get("wasThrown"):
            raise InspectorError(str(answer["result"].get("description")))
        return answer["result"].get("value")

    def address(self) -> str:
        return str(self.evaluate("location.href"))

    def text(self) -> str:
        return str(self.evaluate("document.body ? document.body.innerText : ''"))

    def labels(self) -> list[str]:
        return [str(one) for one in self.evaluate(LABELS)]

    def press(self, label: str, timeout: float = 5.0) -> bool:
        expression = f"{_PRESSED}({json.dumps(label)})"
        ends = time.monotonic() + timeout
        while not (pressed := bool(self._evaluated(expression, by_hand=True))) and time.monotonic() < ends:
            self._inspector.listen(_LOOKS_EVERY_SECONDS, lambda: False)
        return pressed

    def fill(self, selector: str, text: str) -> bool:
        return bool(self._evaluated(f"{_FILLED}({json.dumps(selector)}, {json.dumps(text)})", by_hand=True))

    def screenshot(self, path: Path) -> Path:
        width, height = self.evaluate(_SIZE)
        drawn = self._inspector.ask(
            "Page.snapshotRect", x=0, y=0, width=width, height=height, coordinateSystem="Viewport"
        )
        path.write_bytes(base64.b64decode(drawn["dataURL"].partition(",")[2]))
        return path

    def close(self) -> None:
        self._inspector.close()


def _written(value: dict[str, Any]) -> str:
    """A value as a console shows it."""
    held = value.get("value", value.get("description", ""))
    return held if isinstance(held, str) else json.dumps(held)


def _cookie(name: str, value: str, base_url: str) -> dict[str, object]:
    """What the inspector takes for a cookie of the app's. Supabase's own client reads its session from its cookie in the page."""
    return {
        "name": name,
        "value": value,
        "domain": urlsplit(base_url).hostname,
        "path": "/",
        "expires": 0,
        "session": True,
        "httpOnly": not name.startswith("sb-"),
        "secure": False,
        "sameSite": "Lax",
    }
