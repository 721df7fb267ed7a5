"""A browser that refuses what one component keeps there: it shows whether the page breaks for it or for another."""

from __future__ import annotations

import json

from roadworthy.patterns.browsers.unguarded_api.finding import ApiGap
from roadworthy.trial import BrowserPage

_METHODS = ("getItem", "setItem", "removeItem")
_REFUSED = """
for (const name of METHODS) {
  const own = Storage.prototype[name];
  Storage.prototype[name] = function (key, ...rest) {
    if (KEYS.includes(String(key))) {
      window.roadworthyRefused = true;
      throw new DOMException(`The operation is insecure: ${key}`, 'SecurityError');
    }
    return own.call(this, key, ...rest);
  };
}"""


_WATCHED = """
window.roadworthyUsed = [];
for (const name of METHODS) {
  const own = Storage.prototype[name];
  Storage.prototype[name] = function (...given) {
    window.roadworthyUsed.push(name);
    return own.apply(this, given);
  };
}"""
WATCHED = _WATCHED.replace("METHODS", json.dumps(_METHODS))
"""A script for the browser that notes what is asked of its storage, and refuses nothing."""


def used(page: BrowserPage) -> frozenset[str]:
    """The methods of the storage that a watched page has called so far."""
    return frozenset(page.page.evaluate("window.roadworthyUsed || []"))


def never_called(found: ApiGap, called: frozenset[str]) -> str:
    """What the component calls and the page, with everything there, did not (`removeItem` of a session that is over): '' where one of
    its calls was made, or is of no method that was watched."""
    own = {call.api.rpartition(".")[2] for call in found.calls}
    return "" if not own <= set(_METHODS) or own & called else ", ".join(sorted(own))


def refusal(found: ApiGap) -> str:
    """A script for the browser that refuses these keys, in the way in which the component asks for them, and leaves the rest: another
    may read what it writes. '' where none are known."""
    if not found.keys:
        return ""
    own = {call.api.rpartition(".")[2] for call in found.calls}
    methods = [name for name in _METHODS if name in own] or list(_METHODS)
    return _REFUSED.replace("METHODS", json.dumps(methods)).replace("KEYS", json.dumps(found.keys))


def asked(page: BrowserPage) -> bool:
    """Whether the page has asked for one of the keys that are refused: the component may not be on it."""
    return page.page.evaluate("window.roadworthyRefused === true") is True
