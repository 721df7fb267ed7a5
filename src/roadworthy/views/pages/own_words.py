"""Texts by which the code of a page is known again in a finished bundle: a bundler renames, but does not change texts."""

from __future__ import annotations

from collections import Counter

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex

# Long enough to mean something, and without what a bundler may write in another way.
_TEXT = regex(r"[A-Za-z][A-Za-z0-9 ,.:!?-]{8,70}")
# Lists of class names are no texts: the same ones stand wherever something looks alike.
_CLASSES = regex(r"\w-\w|\w:\w")
_MOST = 8


def own_words(app: App) -> dict[str, tuple[str, ...]]:
    """By the file of each page of the front end, texts that stand in no other file. A page without any is left out. A view."""
    return app.view(_own_words)


def _own_words(app: App) -> dict[str, tuple[str, ...]]:
    written: dict[str, list[str]] = {}
    for path, module in app.modules.items():
        if module.language != "python":
            written[path] = [
                node.value
                for node in form.walk(module.body, form.Literal)
                if isinstance(node, form.Literal)
                and isinstance(node.value, str)
                and _TEXT.fullmatch(node.value)
            ]
    times = Counter(text for texts in written.values() for text in set(texts))
    files = dict.fromkeys(page.file for page in app.pages if page.component)
    own = {
        file: [
            text
            for text in written.get(file, [])
            if times[text] == 1 and " " in text and not _CLASSES.search(text)
        ]
        for file in files
    }
    return {file: tuple(dict.fromkeys(texts))[:_MOST] for file, texts in own.items() if texts}
