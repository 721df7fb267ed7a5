"""What a component itself keeps in the browser's storage: refused alone, it shows whether the page breaks for it or for another."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from roadworthy.app import App, BrowserCall
from roadworthy.app.location import Location
from roadworthy.patterns.browsers.unguarded_api.finding import ApiGap
from roadworthy.regex import regex
from roadworthy.trial.browser import BrowserPage

_KEY = regex(r"\b(?:getItem|setItem|removeItem)\(\s*(?:(['\"`])([^'\"`$]+)\1|([A-Za-z_]\w*)\s*[,)])")
_CONSTANT = r"\bconst\s+%s\s*(?::\s*\w+\s*)?=\s*(['\"`])([^'\"`$]+)\1"
_REFUSED = """
for (const name of ['getItem', 'setItem', 'removeItem']) {
  const own = Storage.prototype[name];
  Storage.prototype[name] = function (key, ...rest) {
    if (KEYS.includes(String(key))) {
      window.roadworthyRefused = true;
      throw new DOMException(`The operation is insecure: ${key}`, 'SecurityError');
    }
    return own.call(this, key, ...rest);
  };
}"""


def own_keys(app: App, family: str, calls: Sequence[BrowserCall]) -> tuple[str, ...]:
    """The keys under which calls keep something in the browser's storage; () where one of them does not say which."""
    keys = [_key(app, call.location) for call in calls] if family == "storage" else []
    return tuple(sorted(set(keys))) if all(keys) else ()


def refusal(found: ApiGap) -> str:
    """A script for the browser that refuses these keys and leaves the rest; '' where none are known."""
    return _REFUSED.replace("KEYS", json.dumps(found.keys)) if found.keys else ""


def asked(page: BrowserPage) -> bool:
    """Whether the page has asked for one of the keys that are refused: the component may not be on it."""
    return page.page.evaluate("window.roadworthyRefused === true") is True


def _key(app: App, place: Location) -> str:
    """The key in a call's own text, or in the constant of the same file that it names; '' for any other."""
    written = app.read(place.path)[place.start : place.end].decode(errors="replace")
    named = _KEY.search(written)
    if named is None or named[2]:
        return named[2] if named is not None else ""
    constant = re.search(_CONSTANT % named[3], app.text(place.path))
    return constant[2] if constant is not None else ""
