"""What the doubles give a page that loads scripts, styles and pictures from elsewhere."""

from __future__ import annotations

import base64

import msgspec

from roadworthy.regex import regex
from roadworthy.trial.behaviour import DoubleRequest


class Part(msgspec.Struct, frozen=True):
    """An answer as it goes over the wire; `kind` is its content type. `headers` stand in place of those that every double
    sends, where they are given."""

    status: int
    kind: str
    body: bytes
    headers: tuple[tuple[str, str], ...] | None = None


_PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
# Stripe.js draws its own fields; an object that accepts every call lets the page around them work.
_STRIPE = b"""(function () {
  var anything = new Proxy(function () {}, {
    get: function (target, name) { return name === 'then' || typeof name === 'symbol' ? undefined : anything; },
    apply: function () { return anything; },
  });
  window.Stripe = function () { return anything; };
  window.Stripe.version = 3;
})();"""
_KINDS = (
    (regex(r"\.m?js$"), "script"),
    (regex(r"\.css$"), "style"),
    (regex(r"\.(png|jpe?g|gif|webp|avif|svg|ico)$"), "image"),
    (regex(r"\.(woff2?|ttf|otf)$"), "font"),
)


def page_part(request: DoubleRequest) -> Part | None:
    """The smallest valid script, style, picture or frame a browser asks for; None for calls that are not such."""
    if request.method != "GET":
        return None
    path = request.path.partition("?")[0].lower()
    wanted = request.headers.get("sec-fetch-dest") or next((k for p, k in _KINDS if p.search(path)), "")
    if wanted == "script":
        return Part(200, "text/javascript", _STRIPE if request.host == "js.stripe.com" else b"")
    if wanted == "style":
        return Part(200, "text/css", b"")
    if wanted == "image":
        return Part(200, "image/gif", _PIXEL)
    if wanted == "font":
        return Part(404, "text/plain", b"")
    if wanted in ("document", "iframe", "frame"):
        return Part(200, "text/html", b"<!doctype html><title>Outside</title><p>Outside the trial.")
    return None
