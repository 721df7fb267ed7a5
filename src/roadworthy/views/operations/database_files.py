"""Databases that are a file, by what the code itself names."""

from __future__ import annotations

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.source.purpose import is_test

_FILE = regex(r"^sqlite(\+\w+)?:///(?!:memory:)|^django\.db\.backends\.sqlite3$")
_SERVER = regex(r"^(postgres\w*|mysql|mariadb)((\+\w+)?://|$)|^django\.db\.backends\.(postgresql|mysql)")


def named_database_file(app: App) -> Location | None:
    """Where Python's code names a file of SQLite; None where it names a server as well. A view."""
    found: Location | None = None
    for path, module in sorted(app.modules.items()):
        if not path.endswith(".py") or is_test(path):
            continue
        for node in form.walk(module.body, form.Literal, form.Template):
            text = _text_of(node)
            if _SERVER.search(text):
                return None
            if found is None and _FILE.search(text):
                found = at(path, node)
    return found


def _text_of(node: object) -> str:
    if isinstance(node, form.Literal):
        return node.value if isinstance(node.value, str) else ""
    first = node.parts[0] if isinstance(node, form.Template) and node.parts else ""
    return first if isinstance(first, str) else _text_of(first)
