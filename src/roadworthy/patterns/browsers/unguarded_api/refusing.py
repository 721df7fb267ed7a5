"""A browser that refuses what one component keeps there: it shows whether the page breaks for it or for another."""

from __future__ import annotations

import json

from roadworthy.patterns.browsers.unguarded_api.finding import ApiGap
from roadworthy.trial import BrowserPage

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


def refusal(found: ApiGap) -> str:
    """A script for the browser that refuses these keys and leaves the rest; '' where none are known."""
    return _REFUSED.replace("KEYS", json.dumps(found.keys)) if found.keys else ""


def asked(page: BrowserPage) -> bool:
    """Whether the page has asked for one of the keys that are refused: the component may not be on it."""
    return page.page.evaluate("window.roadworthyRefused === true") is True
