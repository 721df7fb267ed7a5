"""JavaScript of browsers that is not in every current browser, or has been for a short time only, and is used without a test."""

from __future__ import annotations

import json
import re

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import bound, dotted, last_name
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot
from roadworthy.views.pages.baseline_features import FEATURES

# Known by the prefix of the one engine that it came from, so that the data has it under another name.
_KNOWN = {**FEATURES, "webkitSpeechRecognition": ("", "Firefox")}
_ON_ELEMENTS = {name.rpartition(".")[2]: name for name in _KNOWN if ".prototype." in name}
_LAST = frozenset(name.rpartition(".")[2] for name in _KNOWN)
# What a browser has once and for all; every other name may be one of the app's own.
_SINGLE = ("navigator", "document", "screen")
# The language's own, which core-js brings to browsers that lack it.
_LANGUAGE = regex(
    r"^(Promise|Object|Map|Array|RegExp|Iterator|Uint8Array|Error|Math|JSON|URL|Temporal|(Async)?DisposableStack)(\.|$)"
)


class NewFeature(Struct, frozen=True):
    """A use without a test. `since` is the month since which all browsers have it, '' for not yet; `lacking` the browsers that do not."""

    owner: Owner
    name: str
    since: str
    lacking: str
    location: Location


def new_features(app: App) -> tuple[NewFeature, ...]:
    """Every use in the page's code that stops the code where the feature is missing. A view."""
    found = []
    for spot in spots(app, form.Call):
        assert isinstance(spot.node, form.Call)
        name = _feature(spot.node)
        if not name or _is_caught(spot) or _is_own(app, spot, name) or _tested(app, spot.path, name):
            continue
        owner = owner_of(app, spot)
        since, lacking = _KNOWN[name]
        if owner.side == "client" and not app.view(_brought).covers(name):
            found.append(NewFeature(owner, name, since, lacking, at(spot.path, spot.node)))
    return tuple(found)


def _feature(call: form.Call) -> str:
    """The name in the table of what is called; '' where it has none. Most calls are told by their last names."""
    callee = call.callee
    last = last_name(callee)
    owner = callee.object if isinstance(callee, form.Member) else None
    if last not in _LAST and last_name(owner) not in _LAST:
        return ""
    written = dotted(callee).removeprefix("window.").removeprefix("globalThis.").removeprefix("self.")
    if written in _KNOWN:
        return written
    if written.rpartition(".")[0] in _KNOWN:
        return written.rpartition(".")[0]
    return _ON_ELEMENTS.get(last, "") if owner is not None else ""


def _is_caught(spot: Spot) -> bool:
    return any(
        isinstance(around.node, form.Try) and around.part == "body" and around.node.handlers
        for around in spot.around()
    )


def _is_own(app: App, spot: Spot, name: str) -> bool:
    """Whether the name is the app's or a package's own: imported, defined or handed in."""
    root = name.partition(".")[0]
    if root in _SINGLE or ".prototype." in name:
        return False
    handed = any(root in bound(one.target) for function in spot.functions for one in function.parameters)
    word = re.escape(root)
    made = rf"(?<!declare )\b(?:import|const|let|var|function|class|enum|namespace)\b[^;=()]*\b{word}\b"
    return handed or re.search(made, app.text(spot.path)) is not None


def _tested(app: App, path: str, name: str) -> bool:
    """Whether a file asks anywhere if there is what hangs on the name: `typeof`, `in`, `?.`, a condition."""
    text = app.text(path)
    parts = [
        part for part in name.split(".") if part not in ("prototype", "document", "navigator", "Element")
    ]
    return any(
        re.search(
            rf"typeof [\w.]*{word}|[\"']{word}[\"'] in |{word}\?\.|if \([^)]*{word}|{word} *(&&|\|\||\?)|!\w*\.?{word}\b|&& \w*\.?{word}\b",
            text,
        )
        for word in map(re.escape, parts)
    )


class Brought(Struct, frozen=True):
    """What an app brings to browsers itself (`language`: what JavaScript's own classes lack), and whether it is for new ones only."""

    language: bool
    new_only: bool

    def covers(self, name: str) -> bool:
        """Whether the browsers that the app is for have a feature, or the app brings it."""
        return (self.new_only and bool(_KNOWN[name][0])) or (
            self.language and _LANGUAGE.match(name) is not None
        )


def _brought(app: App) -> Brought:
    packages = {name for name, _ in app.deployment.packages}
    promises = [_promise(app, file.path) for file in app.repository.files]
    return Brought("core-js" in packages, any("baseline newly available" in one for one in promises))


def _promise(app: App, path: str) -> str:
    """Which browsers an app says that it is for, as browserslist reads it; '' where the file does not say."""
    name = path.rpartition("/")[2]
    if name == ".browserslistrc":
        return app.text(path)
    if name != "package.json":
        return ""
    try:
        told = json.loads(app.text(path))
    except ValueError:
        return ""
    return json.dumps(told.get("browserslist", "")) if isinstance(told, dict) else ""
