"""Changes that surely break an app when it runs, put into its running copy and taken out again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

from roadworthy.app import App, Endpoint
from roadworthy.edits.source import SourceFile
from roadworthy.trial import Trial
from roadworthy.views.operations.hosting import server_place
from roadworthy.views.pages.screens import root_component

MISSING_NAME, FAILURE = "a name that does not exist", "an error that is thrown"
_LINES = {
    ("python", MISSING_NAME): "prepare_release()\n",
    ("python", FAILURE): 'if __name__:\n    raise RuntimeError("this release does not work")\n',
    ("javascript", MISSING_NAME): "prepareRelease();\n",
    # Types and style have nothing against it, and nothing behind it is unreachable for them.
    ("javascript", FAILURE): 'if (Date.now() > 0) throw new Error("this release does not work");\n',
}


class Change(Struct, frozen=True):
    """Lines put into a file of the app. `offset` in bytes of it; `place` in words."""

    path: str
    offset: int
    text: str
    place: str


def changes(app: App, endpoint: Endpoint | None, kind: str, *, at_start: bool) -> Change | None:
    """A change of the kind in the handler of an endpoint; `at_start`, or without one, where the server is made. None where
    there is no room for it."""
    inside = _in_handler(app, endpoint, kind) if endpoint is not None and not at_start else None
    return inside or _in_server(app, endpoint, kind)


def _in_handler(app: App, endpoint: Endpoint, kind: str) -> Change | None:
    body = endpoint.handler_body
    module = app.modules.get(body.path)
    if module is None:
        return None
    source = SourceFile(app, body.path)
    begins = source.line_start(body.start)
    margin = source.indent(body.start)
    # A handler on one line, or an arrow without braces, has no place of its own for a statement.
    if source.content[begins : body.start].strip() or not margin:
        return None
    lines = "".join(f"{margin}{line}" for line in _lines(module.language, kind).splitlines(keepends=True))
    return Change(body.path, begins, lines, f"in {endpoint.subject} ({body.path})")


def page_change(app: App, kind: str) -> Change | None:
    """A change of the kind where the pages' root is put into the document, at the top: no page is drawn after it. None where nothing is
    known to be put there."""
    root = root_component(app)
    path = root.root.path if root is not None and root.root is not None else ""
    if path not in app.modules:
        return None
    offset = SourceFile(app, path).import_offset
    return Change(path, offset, _lines(app.modules[path].language, kind), f"at the top of {path}")


def _in_server(app: App, endpoint: Endpoint | None, kind: str) -> Change | None:
    places = [server_place(app).path, *([endpoint.location.path] if endpoint is not None else [])]
    path = next((place for place in places if place in app.modules), None)
    if path is None:
        return None
    source = SourceFile(app, path)
    offset = source.import_offset
    if offset == 0 and source.content.startswith(b"#!"):
        offset = source.content.find(b"\n") + 1
    text = _lines(app.modules[path].language, kind)
    return Change(path, offset, text, f"at the top of {path}")


def _lines(language: str, kind: str) -> str:
    return _LINES["python" if language == "python" else "javascript", kind]


@contextmanager
def changed(trial: Trial, change: Change) -> Iterator[None]:
    """The change is in the app's copy inside the block and gone after it."""
    file = trial.file(change.path)
    original = file.read_bytes()
    file.write_bytes(original[: change.offset] + change.text.encode() + original[change.offset :])
    try:
        yield
    finally:
        file.write_bytes(original)
