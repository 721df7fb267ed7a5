"""Which other browsers this machine has: Firefox and WebKit, those of the system and those that Playwright brings."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from msgspec import Struct

FIREFOX, WEBKIT = "Firefox", "WebKit"
REMEDIES = {
    FIREFOX: "apt install firefox-esr, or playwright install firefox",
    WEBKIT: "apt install libwebkit2gtk-4.1-0 xvfb, or playwright install webkit",
}
"""How to get a browser that is missing, in one line."""
# Debian's, and one that is Mozilla's own.
_FIREFOX = ("firefox-esr", "firefox")
# Where distributions keep the test browser of WebKitGTK: Debian and Ubuntu, Fedora.
_MINIBROWSER = ("usr/lib/*/webkit2gtk-4.1/MiniBrowser", "usr/libexec/webkit2gtk-4.1/MiniBrowser")
# Below the folder of a browser that Playwright brought.
_OWN_PROGRAMS = {"firefox": "firefox/firefox", "webkit": "pw_run.sh"}


class Engine(Struct, frozen=True):
    """A browser of this machine: its `program`, and what drives it: Playwright its `own` build or the `system`'s Firefox, or the
    `inspector` of WebKitGTK. Without `keeps_data` its settings block site data, cookies too, so that nobody is signed in: Firefox alone."""

    name: str
    program: Path
    driven: Literal["own", "system", "inspector"]
    keeps_data: bool = True


def engines() -> tuple[Engine, ...]:
    """What is there, one of each name. The build that came with this Playwright is taken before the system's."""
    return tuple(one for one in (firefox(), webkit()) if one is not None)


def firefox() -> Engine | None:
    """Firefox; Debian's and Mozilla's speak WebDriver BiDi, through which Playwright drives them as well."""
    own = _own("firefox")
    if own is not None:
        return Engine(FIREFOX, own, "own")
    found = next((Path(path) for name in _FIREFOX if (path := shutil.which(name))), None)
    return Engine(FIREFOX, found.resolve(), "system") if found is not None else None


def webkit() -> Engine | None:
    """Playwright's WebKit, or WebKitGTK's, which needs a screen that is none."""
    own = _own("webkit")
    if own is not None:
        return Engine(WEBKIT, own, "own")
    found = next((path for pattern in _MINIBROWSER for path in sorted(Path("/").glob(pattern))), None)
    return Engine(WEBKIT, found, "inspector") if found is not None and shutil.which("Xvfb") else None


def playwright_folder() -> Path | None:
    """The folder of Playwright's driver, Node and all; None where Playwright is not installed."""
    spec = importlib.util.find_spec("playwright")
    places = list(spec.submodule_search_locations or ()) if spec is not None else []
    return Path(places[0]) / "driver" if places else None


def _own(name: str) -> Path | None:
    """The program of the browser that `playwright install` brought for this very version of Playwright."""
    for revision in _revisions(name):
        program = _downloads() / f"{name}-{revision}" / _OWN_PROGRAMS[name]
        if program.exists():
            return program
    return None


def _revisions(name: str) -> Iterator[str]:
    driver = playwright_folder()
    listed = driver / "package" / "browsers.json" if driver is not None else None
    if listed is None or not listed.is_file():
        return
    for one in json.loads(listed.read_text())["browsers"]:
        if one["name"] == name:
            yield str(one["revision"])


def _downloads() -> Path:
    """Where `playwright install` keeps browsers (https://playwright.dev/python/docs/browsers)."""
    return Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
