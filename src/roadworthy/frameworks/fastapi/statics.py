"""`app.mount("/static", StaticFiles(directory="static"))`."""

from __future__ import annotations

import posixpath

from roadworthy.app.location import Location, at
from roadworthy.app.static_files import StaticFiles
from roadworthy.frameworks.own_paths import OwnPath
from roadworthy.interpret import Args, Choice, ClassValue, Constant, Derived, External, Model, Run, Value
from roadworthy.languages import form
from roadworthy.regex import regex

_MAX_AGE = regex(r"max-age=(\d+)")


class StaticMount(Model):
    """A `StaticFiles` application. `kind` is the app's own subclass, None for the library's class."""

    __slots__ = ("args", "kind", "node", "path")

    def __init__(self, args: Args, path: str, node: form.Node, kind: ClassValue | None = None) -> None:
        self.args, self.path, self.node, self.kind = args, path, node, kind

    def record(self, mount: str, compressed: bool, application: Location) -> StaticFiles:
        """The folder as a record. A subclass that writes Cache-Control tells how long files may be kept."""
        written = _texts(self.kind.node) if self.kind is not None else []
        ages = [int(found.group(1)) for text in written for found in [_MAX_AGE.search(text)] if found]
        return StaticFiles(
            mount=mount or "/",
            folder=folder_of(self.args.get(0, "directory"), self.path),
            framework="fastapi",
            location=at(self.path, self.node),
            max_age=max(ages, default=None),
            immutable=any("immutable" in text for text in written),
            compressed=compressed,
            application=application,
        )


class StaticClass:
    """What a subclass of `StaticFiles` means."""

    def __call__(self, run: Run, kind: ClassValue) -> None:
        """Nothing to do when the class is defined."""

    def construct(self, run: Run, kind: ClassValue, args: Args, node: form.Node) -> Value:
        """A construction of the subclass."""
        return StaticMount(args, run.module, node, kind)


def make_static(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`StaticFiles(directory=...)`."""
    return StaticMount(args, run.module, node)


def _texts(node: object, depth: int = 0) -> list[str]:
    """Every literal text below a node."""
    if isinstance(node, form.Literal):
        return [node.value] if isinstance(node.value, str) else []
    if depth > 40:
        return []
    if isinstance(node, tuple):
        return [text for part in node for text in _texts(part, depth + 1)]
    fields = getattr(node, "__struct_fields__", ())
    return [text for name in fields for text in _texts(getattr(node, name), depth + 1)]


def folder_of(value: Value | None, module: str) -> str:
    """A folder as a path in the repository: `"static"`, `Path(__file__).parent / "static"`; '' when not known."""
    if isinstance(value, Constant):
        return posixpath.normpath(str(value.value)) if value.value else ""
    if isinstance(value, OwnPath):
        return value.where or "."
    if isinstance(value, Choice):
        return next((found for found in (folder_of(v, module) for v in value.values()) if found), "")
    if isinstance(value, Derived) and value.operation == "/":
        parts = [folder_of(part, module) for part in value.operands]
        return posixpath.normpath(posixpath.join(*parts)) if all(parts) else ""
    if isinstance(value, Derived) and value.operation in (".parent", "str"):
        inner = folder_of(value.operands[0], module)
        return posixpath.dirname(inner) or "." if value.operation == ".parent" else inner
    return _external_folder(value, module) if isinstance(value, External) else ""


def _external_folder(value: External, module: str) -> str:
    if value.path == "__file__":
        return value.made[0] if value.made is not None else module
    inside = value.arguments.positional if value.arguments is not None else []
    if value.path.startswith("pathlib.Path()"):
        start = folder_of(inside[0], value.made[0] if value.made is not None else module) if inside else "."
        for step in value.path.split(".")[2:]:
            start = posixpath.dirname(start) or "." if step == "parent" else start
        return start
    if value.path.endswith("path.dirname()") and inside:
        return posixpath.dirname(folder_of(inside[0], module)) or "."
    if value.path.endswith("path.join()") and inside:
        parts = [folder_of(part, module) for part in inside]
        return posixpath.normpath(posixpath.join(*parts)) if all(parts) else ""
    if value.path.endswith(("path.abspath()", "path.realpath()", "str()")) and inside:
        return folder_of(inside[0], module)
    return ""
