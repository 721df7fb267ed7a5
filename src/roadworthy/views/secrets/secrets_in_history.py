"""Secrets that were committed once and taken out later: whoever clones the repository has them still."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from roadworthy.app.location import Location, whole_file
from roadworthy.app.model import App
from roadworthy.source.history import History, OldFile, day_of, has_history, old_files
from roadworthy.source.ignore import is_generated
from roadworthy.views.operations.hosting import manifest_place
from roadworthy.views.secrets.exposure import Exposure, masked
from roadworthy.views.secrets.file_texts import examples, is_example, is_written, texts
from roadworthy.views.secrets.secret_forms import forms_in, issued
from roadworthy.views.secrets.secrets_in_code import CODE
from roadworthy.views.secrets.settings_files import is_settings, set_there


def secrets_in_history(app: App) -> tuple[tuple[Exposure, ...], str]:
    """The secrets that only earlier commits hold, each once, with the commit that brought it; and why not all of the history was
    read, '' when it was or there is none."""
    return app.view(_in_history)


def _in_history(app: App) -> tuple[tuple[Exposure, ...], str]:
    if not has_history(app.root):
        return (), ""
    history = History()
    seen: set[bytes] = set()
    read = [(old, _fresh(old.content, seen)) for old in old_files(app.root, _is_read, history)]
    # Few of the forms have their mark anywhere, and only these are looked for in each file.
    forms = forms_in("\n".join(text for _, text in read))
    brought: dict[str, tuple[str, OldFile]] = {}
    for old, text in read:
        for one in (*issued(text, forms), *(set_there(text) if is_settings(old.path) else ())):
            brought.setdefault(one.value, (one.what, old))
    return tuple(_gone(app, brought)), history.unread


def _fresh(content: bytes, seen: set[bytes]) -> str:
    """The lines that no file before had: most states of a file differ from the last in a few. `seen` holds those that were."""
    lines = content.split(b"\n")
    fresh = [line for line in lines if line not in seen]
    seen.update(fresh)
    return b"\n".join(fresh).decode("utf-8", "replace")


@lru_cache(maxsize=20_000)
def _is_read(path: str) -> bool:
    """Only what must be a secret is told of a file that is gone: nobody can look up what stood around it."""
    installed = any(is_generated(folder) for folder in path.split("/")[:-1]) or "site-packages/" in path
    return path.lower().endswith(CODE) and not installed and is_written(path) and not is_example(path)


def _gone(app: App, brought: dict[str, tuple[str, OldFile]]) -> Iterator[Exposure]:
    """What no file of today holds: the rest is told where it lies, or was judged there."""
    if not brought:
        return
    today = "\0".join(text for _, text in (*texts(app), *examples(app)))
    here = {file.path for file in app.repository.files}
    for value, (what, old) in brought.items():
        if value in today:
            continue
        day = day_of(app.root, old.commit)
        line = old.content[: old.content.find(value.encode())].count(b"\n") + 1
        when = f"commit {old.commit[:10]}{f' of {day}' if day else ''}"
        told = f"{what}, {masked(value)}, which {when} brought in line {line} of {old.path}"
        yield Exposure("history", old.path, told, (_place(app, old.path, here),), True)


def _place(app: App, path: str, here: set[str]) -> Location:
    return whole_file(path) if path in here else manifest_place(app)
