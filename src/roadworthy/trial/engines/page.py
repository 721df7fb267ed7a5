"""A page of any browser: what a proof may ask of it, whoever drives it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Protocol

from roadworthy.trial.actor import Actor

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
SHOWN = "document.body !== null && document.body.innerText.trim() !== ''"
"""Whether a page shows anything."""
BUTTONS = "button, [role=button]"
# What nobody sees or can press is no button of the page.
LABELS = f"""[...document.querySelectorAll('{BUTTONS}')]
  .filter(one => one.checkVisibility() && !one.disabled)
  .map(one => (one.innerText || one.getAttribute('aria-label') || '').trim())"""
"""The words on each button that can be seen, '' for one without."""


class EnginePage(Protocol):
    """A page with what happened in it. `browser` is the name and version of what opened it; `errors` are those that nobody caught, as
    the browser words them."""

    browser: str
    errors: list[str]
    console: list[str]

    def open(self, path: str, timeout: float = 20.0) -> int:
        """Go to a path of the app and wait until it has loaded. Returns the status (0: none)."""
        ...

    def settle(self, timeout: float = 5.0) -> None:
        """Wait until it asks for nothing and shows something or has failed, at most `timeout` seconds for each."""
        ...

    def before_scripts(self, script: str) -> None:
        """A script that runs in every page that is opened from now on, before its own."""
        ...

    def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page, as JSON has it."""
        ...

    def address(self) -> str: ...

    def text(self) -> str:
        """The text a visitor sees."""
        ...

    def labels(self) -> list[str]:
        """The words on each button that can be seen."""
        ...

    def press(self, label: str, timeout: float = 5.0) -> bool:
        """Press the first button with these words as a person does; False when it cannot be pressed."""
        ...

    def fill(self, selector: str, text: str) -> bool:
        """Type into the first field of a selector, over what it holds; False when there is none."""
        ...

    def screenshot(self, path: Path) -> Path: ...


def storage_script(actor: Actor, base_url: str) -> str:
    """What puts into the browser's storage what the actor keeps there, once for each visit; '' for nothing."""
    lines = [
        f"localStorage.setItem({json.dumps(name)}, {json.dumps(value)});"
        for name, value in actor.storage.items()
    ]
    if not lines:
        return ""
    mark = "if (!sessionStorage.getItem('roadworthy')) { sessionStorage.setItem('roadworthy', '1');"
    return f"if (location.origin === {json.dumps(base_url)}) {{ {mark} {' '.join(lines)} }} }}"


def headers_of(actor: Actor) -> dict[str, str]:
    """What a server in front of the app would tell it of a visitor."""
    return {"X-Forwarded-Proto": "https", "X-Forwarded-For": actor.address}
