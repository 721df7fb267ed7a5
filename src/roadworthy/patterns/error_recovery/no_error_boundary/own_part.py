"""What of a page is the app's own: what its files say, and not what its framework puts there."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.patterns.error_recovery.no_error_boundary.ways_on import Standing
from roadworthy.regex import regex

_TEXTS = (".tsx", ".jsx", ".ts", ".js", ".mjs", ".json", ".html", ".mdx")
_LARGEST = 300_000
_MANY_WORDS = 2
_APOSTROPHES = regex(r"[\u2019\u2018']|&(apos|#39|#x27|rsquo|lsquo);")


def is_own(app: App, broken: Standing, well: Standing) -> bool:
    """Whether something of the app's leads on: a link or field, a button that was there before, or any button beside words that
    the app's files hold. A framework's own error page has at most a button to load it again, beside words of its own."""
    if len(broken.buttons) < len(broken.ways):
        return True
    return bool(set(broken.buttons) & set(well.ways)) or (
        bool(broken.buttons) and _in_source(app, broken.text)
    )


def _in_source(app: App, text: str) -> bool:
    lines = [_plain(line) for line in text.splitlines()]
    telling = [line for line in lines if line.count(" ") + 1 >= _MANY_WORDS]
    return any(line in written for written in app.view(_written) for line in telling)


def _written(app: App) -> tuple[str, ...]:
    """The files in which an app's words stand."""
    return tuple(
        _plain(app.read(file.path).decode(errors="replace"))
        for file in app.repository.files
        if file.path.endswith(_TEXTS) and file.size <= _LARGEST and "node_modules/" not in file.path
    )


def _plain(text: str) -> str:
    return " ".join(_APOSTROPHES.sub("'", text).lower().split())
