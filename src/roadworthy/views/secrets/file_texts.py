"""The files of the repository as text, where secrets are looked for: what people wrote, not what tools generated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.source.purpose import is_foreign, is_test

_LARGEST = 300_000
_LEFT_OUT = regex(
    r"(^|/)(package-lock\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lock|poetry\.lock|uv\.lock|Pipfile\.lock|composer\.lock|.*\.min\.js|.*\.map"
    r"|.*\.snap|.*\.csv|.*\.svg|.*\.ipynb)$|(^|/)(fixtures?|testdata|__snapshots__|locales?|i18n|translations?|node_modules|\.next|dist|build)/",
    re.I,
)
_EXAMPLE = regex(
    r"(\.|_|-)(example|sample|template|dist|test|defaults?)$|(\.|_|-)(example|sample|template)\.\w+$|(^|/)(example|sample)[._-]|(^|/)template[._]env$|\.env\.(ci|test)",
    re.I,
)


def is_example(path: str) -> bool:
    """Whether a file shows how another is to be filled in."""
    return bool(_EXAMPLE.search(path))


def is_written(path: str) -> bool:
    """Whether a path is that of a file that people wrote: not generated, no test, nobody else's code."""
    return not _LEFT_OUT.search(path) and not is_test(path) and not is_foreign(path)


def texts(app: App, endings: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """(path, text) of the files people wrote, tests and examples left out. `endings` of the path narrow them."""
    for path, text in app.view(_texts):
        if not endings or path.lower().endswith(endings):
            yield path, text


def examples(app: App) -> tuple[tuple[str, str], ...]:
    """(path, text) of the files that show how a file of settings is to be filled in."""
    return app.view(_examples)


def _texts(app: App) -> tuple[tuple[str, str], ...]:
    return tuple(_read(app, example=False))


def _examples(app: App) -> tuple[tuple[str, str], ...]:
    return tuple(one for one in _read(app, example=True) if ".env" in one[0].rsplit("/", 1)[-1])


def _read(app: App, *, example: bool) -> Iterator[tuple[str, str]]:
    for file in app.repository.files:
        path = file.path
        if file.language == "binary" or file.size > _LARGEST:
            continue
        if is_written(path) and is_example(path) is example:
            content = app.read(path)
            if b"\0" not in content[:4096]:
                yield path, content.decode("utf-8", "replace")


def place_of(path: str, text: str, start: int, end: int) -> Location:
    """The location of a stretch of characters of a file."""
    first = text.count("\n", 0, start) + 1
    last = first + text.count("\n", start, end)
    return Location(path, first, last, len(text[:start].encode()), len(text[:end].encode()))
