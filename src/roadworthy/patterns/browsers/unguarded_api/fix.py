"""Puts a guarded stand-in where the interface is used."""

from __future__ import annotations

import posixpath
import re

from roadworthy.app import App, BrowserCall
from roadworthy.catalogue import Gap
from roadworthy.edits import Brief, Change, Edits, NewFile, Review, react
from roadworthy.edits.source import SourceFile
from roadworthy.edits.template import fill
from roadworthy.edits.types import strip_types
from roadworthy.languages import form
from roadworthy.patterns.browsers.unguarded_api.finding import ApiGap

_STORAGE = {"localStorage": "safeLocalStorage", "sessionStorage": "safeSessionStorage"}


def fix(gap: Gap, app: App) -> Edits | Brief:
    """Storage and clipboard have a stand-in; other interfaces a brief."""
    found: ApiGap = gap.details
    replaced = [_stand_in(call.api) for call in found.calls]
    if not all(replaced):
        return _brief(gap, found)
    changes: list[Change] = []
    files: dict[str, NewFile] = {}
    for path in dict.fromkeys(call.location.path for call in found.calls):
        source = SourceFile(app, path)
        here = [call for call in found.calls if call.location.path == path]
        changes += [_replace(source, call) for call in here]
        changes += _provide(app, source, here, files)
    return Edits(
        title=f"Guard {found.family} in {found.component}"[:72],
        why=f"{gap.message}. The stand-in does what the interface does and goes on where it is missing or refused.",
        review=Review.GLANCE,
        changes=tuple(changes),
        files=tuple(files.values()),
    )


def _brief(gap: Gap, found: ApiGap) -> Brief:
    return Brief(
        title=f"Guard {found.family} in {found.component}",
        task=f"{gap.message}. Test for {found.family}, catch its refusal, and offer another way.",
        constraints=("nothing changes where the interface is there and allowed",),
        acceptance=(
            "the page works in a browser without the interface",
            "a refusal leaves no unhandled error",
        ),
    )


def _stand_in(api: str) -> str:
    """What replaces a use: the object for storage, the function for the clipboard; '' when there is none."""
    if api == "navigator.clipboard.writeText":
        return "copyText"
    owner, _, method = api.partition(".")
    return _STORAGE.get(owner, "") if method in ("getItem", "setItem", "removeItem", "clear") else ""


def _replace(source: SourceFile, call: BrowserCall) -> Change:
    text = source.text(call.location)
    name = _stand_in(call.api)
    pattern = (
        r"(?:window\.|globalThis\.)?navigator\s*\.\s*clipboard\s*\.\s*writeText"
        if name == "copyText"
        else (r"(?:window\.|globalThis\.)?(?:local|session)Storage")
    )
    match = re.match(pattern, text)
    end = call.location.start + len(match.group().encode()) if match else call.location.start
    return Change(source.path, call.location.start, end, name)


def _provide(
    app: App, source: SourceFile, calls: list[BrowserCall], files: dict[str, NewFile]
) -> list[Change]:
    """Brings the stand-ins into a file: imported into a module, written into a plain script."""
    changes: list[Change] = []
    for name in sorted({_stand_in(call.api) for call in calls}):
        template = "copy-text" if name == "copyText" else "safe-storage"
        text = fill(__package__, f"{template}.ts")
        if _is_module(source):
            path = posixpath.join(
                react.library_folder(app), template + (".ts" if react.typed(app) else ".js")
            )
            files[path] = NewFile(path, react.in_language(app, text))
            changes += source.import_named([name], source.path_to(path))
        elif not source.imports(name):
            plain = re.sub(r"^export ", "", strip_types(text), flags=re.M)
            changes.append(source.insert(0, plain + "\n"))
    return changes


def _is_module(source: SourceFile) -> bool:
    body = source.module.body if source.module is not None else ()
    return any(isinstance(statement, (form.Import, form.Export)) for statement in body)
