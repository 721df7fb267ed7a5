"""Writes what browsers lack, from the data of the web-features project: `python -m tools.baseline FOLDER`, where FOLDER is an installed
`web-features` package (`npm install web-features`).

The table has what a script calls and what is not in all browsers, or was not two years before the data: functions, constructors, what hangs on `navigator`,
`document` and `window`, and methods whose name no other object has. Style and markup are left out: a browser passes over what it does
not know. So are what browser interfaces with a pattern of their own need (browsers/unguarded-api), events that only browsers make, and
what is discouraged.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parents[1] / "src/roadworthy/views/pages/baseline_features.py"
# What people use. Firefox on Android is left out: nearly nobody has it.
_BROWSERS = {
    "chrome": "Chrome", "edge": "Edge", "firefox": "Firefox", "safari": "Safari",
    "chrome_android": "Chrome on Android", "safari_ios": "Safari on iPhones",
}  # fmt: skip
# The functions of a language's own classes; the data does not tell them from methods of their instances.
_STATIC = {
    "Promise.try", "Promise.withResolvers", "Object.groupBy", "Map.groupBy", "Array.fromAsync", "RegExp.escape", "Iterator.from",
    "Iterator.concat", "Uint8Array.fromBase64", "Uint8Array.fromHex", "Error.isError", "Math.sumPrecise", "Math.f16round",
    "JSON.rawJSON", "JSON.isRawJSON", "Atomics.waitAsync", "Atomics.pause",
}  # fmt: skip
_CLASSES = re.compile(r"javascript\.builtins\.(?:(Intl\.\w+|\w+)\.\w+|Temporal)$")
# Methods that only elements have.
_METHODS = {
    "Element.requestFullscreen", "Element.requestPointerLock", "Element.setHTMLUnsafe", "Element.computedStyleMap",
    "HTMLVideoElement.requestVideoFrameCallback",
}  # fmt: skip
_ON = {
    "Navigator": "navigator",
    "Document": "document",
    "ScreenOrientation": "screen.orientation",
    "Scheduler": "scheduler",
}
_ELSEWHERE = re.compile(
    r"navigator\.(clipboard|share|canShare|geolocation|mediaDevices|serviceWorker|vibrate|bluetooth)$|Notification|ClipboardItem|^Bluetooth|^open$"
)
# What browsers make, what is reached only through something else of the table, values that are never called, and a name that apps
# have for something of their own.
_NOT_CALLED = re.compile(
    r"(Event|Error)$|^(CSS|USB|XR|RTC)[A-Z.]|^document\.(exit|fullscreen|pointerLock|prerendering|wasDiscarded|fragmentDirective)"
    r"|^navigator\.(deviceMemory|cookieEnabled|globalPrivacyControl)$|^(credentialless|viewport|devicePixelRatio|navigation)$"
)
_NEW_MONTHS = 24


def features(data: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Name as it is called -> (since when all browsers have it, '' for not yet; which lack it)."""
    today = _months(newest(data))
    found: dict[str, tuple[str, str]] = {}
    for feature in data["features"].values():
        if feature["kind"] != "feature" or "discouraged" in feature:
            continue
        for key, status in (feature["status"].get("by_compat_key") or {}).items():
            lacking = [name for browser, name in _BROWSERS.items() if browser not in status["support"]]
            since = status.get("baseline_low_date", "").removeprefix("≤")[:7]
            old = bool(since) and today - _months(since) > _NEW_MONTHS
            if status["baseline"] == "high" or old or (status["baseline"] is False and not lacking):
                continue
            for name in _names(key):
                if not _ELSEWHERE.search(name) and not _NOT_CALLED.search(name):
                    found[name] = (since, _listed(lacking))
    return dict(sorted(found.items()))


def newest(data: dict[str, Any]) -> str:
    """The day of the newest browser that the data knows."""
    return str(max(browser["releases"][-1]["date"] for browser in data["browsers"].values()))


def _months(day: str) -> int:
    year, month = day.removeprefix("≤").split("-")[:2]
    return int(year) * 12 + int(month)


def _names(key: str) -> Iterator[str]:
    """How code says what a key of the compatibility data names; nothing for what it does not call."""
    root, *parts = key.split(".")
    if root == "javascript" and parts[0] == "builtins":
        name = ".".join(parts[1:])
        whole = len(parts) > 2 and parts[-1] == parts[-2]
        if name in _STATIC or name == "Temporal":
            yield name
        elif whole and _CLASSES.match(key):
            yield ".".join(parts[1:-1])
    elif root == "api" and len(parts) == 2 and not parts[1].endswith("_event"):
        owner, name = parts
        if owner == name or owner == "Window":
            yield name
        elif name.endswith("_static"):
            yield f"{owner}.{name.removesuffix('_static')}"
        elif owner in _ON:
            yield f"{_ON[owner]}.{name}"
        elif f"{owner}.{name}" in _METHODS:
            yield f"{owner}.prototype.{name}"


def _listed(browsers: list[str]) -> str:
    """Browsers in words; one on a phone goes without saying where its bigger brother lacks it too."""
    kept = [one for one in browsers if one.partition(" on ")[0] not in browsers or " on " not in one]
    return " and ".join([", ".join(kept[:-1]), kept[-1]]) if len(kept) > 1 else "".join(kept)


def page(package: Path) -> str:
    """The module's text."""
    data = json.loads((package / "data.json").read_text())
    version = json.loads((package / "package.json").read_text())["version"]
    rows = [
        f"    {json.dumps(name)}: ({json.dumps(since)}, {json.dumps(lacking)}),\n"
        for name, (since, lacking) in features(data).items()
    ]
    head = (
        f'"""What a page calls and some browsers lack, or lacked until not long ago. Written by tools/baseline.py from web-features {version}\n'
        f"(npm, Apache-2.0), which knows the browsers of {newest(data)}: change it there.\n\n"
        "Name -> (the month since which all of Chrome, Edge, Firefox and Safari have it, '' for not yet; which of them lack it).\n"
        '"""\n\nfrom __future__ import annotations\n\n# fmt: off\nFEATURES: dict[str, tuple[str, str]] = {\n'
    )
    return head + "".join(rows) + "}\n"


if __name__ == "__main__":
    TABLE.write_text(page(Path(sys.argv[1])), encoding="utf-8")
