"""Uploads whose kind is what the sender says it is, kept under the ending that the sender gave them, where the server hands them out:
a page that calls itself a picture is then opened as a page."""

from __future__ import annotations

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex

_OTHER_LOOK = regex(rb"extname|originalname|\.split\(|endsWith|file-type|fileTypeFrom|sharp\(|magic")
_TEXT = regex(rb"['\"`]([^'\"`]+)['\"`]")


def kept_in(app: App, path: str, call: form.Call) -> str:
    """The folder in which `multer({ storage, fileFilter })` keeps files so; '' where it does not."""
    module = app.modules[path]
    options = _record(module, call.arguments[0] if call.arguments else None)
    chosen = _resolved(module, _entry(options, "fileFilter"))
    storage = _resolved(module, _entry(options, "storage"))
    disk = (
        _record(module, storage.arguments[0])
        if isinstance(storage, form.Call) and storage.arguments
        else None
    )
    named = _resolved(module, _entry(disk, "filename"))
    text = app.read(path)
    asked, called = _written(text, chosen), _written(text, named)
    if b"mimetype" not in asked or _OTHER_LOOK.search(asked) or b"originalname" not in called:
        return ""
    folders = _TEXT.findall(_written(text, _resolved(module, _entry(disk, "destination"))))
    return folders[-1].decode(errors="replace").strip("./").rsplit("/", 1)[-1] if folders else ""


def is_handed_out(app: App, folder: str) -> bool:
    """Whether the server sends the files of a folder as they are."""
    return any(
        folder in one.folder.strip("./").split("/") or one.folder.strip("./") == folder for one in app.statics
    )


def _record(module: form.Module, node: form.Node | None) -> form.Record | None:
    found = _resolved(module, node)
    return found if isinstance(found, form.Record) else None


def _entry(record: form.Record | None, key: str) -> form.Node | None:
    for one in record.entries if record is not None else ():
        if isinstance(one.key, form.Literal) and one.key.value == key:
            return one.value
    return None


def _resolved(module: form.Module, node: form.Node | None) -> form.Node | None:
    """What a name of the module stands for."""
    if not isinstance(node, form.Name):
        return node
    for one in form.walk(module.body, form.Define, form.Function):
        if isinstance(one, form.Function) and one.name == node.name:
            return one
        if (
            isinstance(one, form.Define)
            and isinstance(one.target, form.Name)
            and one.target.name == node.name
        ):
            return one.value
    return None


def _written(text: bytes, node: form.Node | None) -> bytes:
    return text[node.span.start : node.span.end] if node is not None else b""
