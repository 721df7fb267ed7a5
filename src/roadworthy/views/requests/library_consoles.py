"""Consoles that libraries put up for the operator, with every table in them, and that ask nobody who they are unless they are told to:
SQLAdmin, Flask-Admin, django-silk."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.source.purpose import is_test, is_tool


class LibraryConsole(Struct, frozen=True):
    """`path` is where it opens; `lets` what it lets people do; `asks` what would make it ask."""

    library: str
    path: str
    lets: str
    asks: str
    place: Location


def library_consoles(app: App) -> tuple[LibraryConsole, ...]:
    """Those that are open to everyone."""
    return app.view(_library_consoles)


def _library_consoles(app: App) -> tuple[LibraryConsole, ...]:
    texts = {
        path: app.read(path)
        for path in sorted(app.modules)
        if path.endswith(".py") and not is_test(path) and not is_tool(path)
    }
    return tuple((*_sqladmin(app, texts), *_flask_admin(app, texts), *_silk(app, texts)))


def _sqladmin(app: App, texts: dict[str, bytes]) -> Iterator[LibraryConsole]:
    """`Admin(app, engine)` without an `authentication_backend` (SQLAdmin's documentation, "Authentication")."""
    for path, call in _made(app, texts, b"sqladmin", "Admin"):
        names = _names(call)
        if names is not None and "authentication_backend" not in names:
            opens = names.get("base_url", "/admin")
            yield LibraryConsole("sqladmin", opens, _CHANGES, "authentication_backend", at(path, call))


def _flask_admin(app: App, texts: dict[str, bytes]) -> Iterator[LibraryConsole]:
    """`Admin(app)` where no view of it says who may (Flask-Admin's documentation, "Authorization & Permissions")."""
    if any(word in _REMARK.sub(b"", text) for text in texts.values() for word in _ASKING):
        return
    for path, call in _made(app, texts, b"flask_admin", "Admin"):
        names = _names(call)
        if names is not None and "index_view" not in names:
            opens = names.get("url", "/admin")
            yield LibraryConsole("flask_admin", opens, _CHANGES, "is_accessible", at(path, call))


_CHANGES = "reads and changes the rows of all tables that it was given"
# What closes Flask-Admin: a view's own rule, or a guard around all of the app.
_REMARK = regex(rb"#[^\n]*")
_ASKING = (b"is_accessible", b"BasicAuth", b"flask_security", b".before_request", b"basic_auth")


def _made(app: App, texts: dict[str, bytes], library: bytes, name: str) -> Iterator[tuple[str, form.Call]]:
    for path, text in texts.items():
        if library not in text:
            continue
        for node in form.walk(app.modules[path].body, form.Call):
            if (
                isinstance(node, form.Call)
                and isinstance(node.callee, form.Name)
                and node.callee.name == name
            ):
                yield path, node


def _names(call: form.Call) -> dict[str, str] | None:
    """The keywords of a call with their texts; None where some are not written out."""
    if not all(isinstance(entry.key, form.Literal) for entry in call.keywords):
        return None
    return {
        str(entry.key.value): str(entry.value.value) if isinstance(entry.value, form.Literal) else ""
        for entry in call.keywords
        if isinstance(entry.key, form.Literal)
    }


def _silk(app: App, texts: dict[str, bytes]) -> Iterator[LibraryConsole]:
    """`include("silk.urls")` without `SILKY_AUTHENTICATION` (django-silk's README)."""
    if any(b"SILKY_AUTHENTICATION" in text for text in texts.values()):
        return
    for path, text in texts.items():
        for node in form.walk(app.modules[path].body, form.Call) if b"silk.urls" in text else ():
            first = node.arguments[0] if isinstance(node, form.Call) and node.arguments else None
            if isinstance(first, form.Literal) and first.value == "silk.urls" and b"DEBUG" not in text:
                lets = "reads every recorded request, with what people sent and what they were answered"
                yield LibraryConsole("silk", "/silk", lets, "SILKY_AUTHENTICATION", at(path, node))
