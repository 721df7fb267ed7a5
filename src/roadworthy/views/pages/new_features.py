"""JavaScript of browsers that is not in every current browser, or has been for a short time only, and is used without a test.

Since when each is in all of Chrome, Edge, Firefox and Safari follows the Baseline data of the web-features project
(https://web-platform-dx.github.io/web-features/); '' means not in all of them yet.
"""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import dotted, last_name
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots

GLOBALS = {
    "requestIdleCallback": "",
    "EyeDropper": "",
    "BarcodeDetector": "",
    "showOpenFilePicker": "",
    "showSaveFilePicker": "",
    "showDirectoryPicker": "",
    "webkitSpeechRecognition": "",
    "SpeechRecognition": "",
    "documentPictureInPicture": "",
    "NDEFReader": "",
    "IdleDetector": "",
}
MEMBERS = {
    "navigator.getBattery": "",
    "navigator.connection": "",
    "navigator.usb": "",
    "navigator.serial": "",
    "navigator.hid": "",
    "Promise.withResolvers": "2024-03",
    "Promise.try": "2025-01",
    "Object.groupBy": "2024-03",
    "Map.groupBy": "2024-03",
    "Array.fromAsync": "2024-01",
    "URL.parse": "2024-09",
    "Uint8Array.fromBase64": "2025-09",
    "RegExp.escape": "2025-05",
    "Iterator.from": "2025-03",
    "document.startViewTransition": "2025-10",
}


_LAST = frozenset(name.rsplit(".", 1)[-1] for name in (*GLOBALS, *MEMBERS)) | {
    "requestWindow",
    "request",
    "requestPort",
    "requestDevice",
}


class NewFeature(Struct, frozen=True):
    """A use without a test. `since` as in the tables."""

    owner: Owner
    name: str
    since: str
    location: Location


def new_features(app: App) -> tuple[NewFeature, ...]:
    """Every use in the page's code that stops the code where the feature is missing. A view."""
    found = []
    for spot in spots(app, form.Call):
        call = spot.node
        assert isinstance(call, form.Call)
        if last_name(call.callee) not in _LAST and not call.new:
            continue
        written = dotted(call.callee).removeprefix("window.").removeprefix("globalThis.")
        name = next(
            (known for known in (*GLOBALS, *MEMBERS) if written == known or written.startswith(f"{known}.")),
            "",
        )
        if not name or _tested(
            app, spot.path, last_name(call.callee) if name in GLOBALS else name.rsplit(".", 1)[-1]
        ):
            continue
        owner = owner_of(app, spot)
        if owner.side == "client":
            found.append(
                NewFeature(owner, name, GLOBALS.get(name, "") or MEMBERS.get(name, ""), at(spot.path, call))
            )
    return tuple(found)


def _tested(app: App, path: str, name: str) -> bool:
    text = app.text(path)
    word = re.escape(name)
    return bool(
        re.search(
            rf"typeof [\w.]*{word}|[\"']{word}[\"'] in |{word}\?\.|if \([^)]*{word}|{word} *(&&|\|\||\?)|!\w*\.?{word}\b",
            text,
        )
    )
