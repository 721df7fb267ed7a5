"""Which columns of a row a page that the server renders may show: those that its template, or one that it takes in, names."""

from __future__ import annotations

import posixpath
import re

from roadworthy.app.answer import Answer
from roadworthy.app.model import App
from roadworthy.app.table import Table
from roadworthy.regex import regex

_NAMED = regex(r"""["']([\w./-]+\.(?:html?|jinja2?|j2|ejs|njk|hbs|pug))["']""")
_TAKEN_IN = regex(r"""\{%-?\s*(?:include|extends|import|from)\s+["']([^"']+)["']""")
_DEEPEST = 4


def shown_columns(app: App, answer: Answer, table: Table) -> frozenset[str] | None:
    """The columns of a table that the answer's template names; None where it is not known which template that is."""
    place = answer.location
    named = _NAMED.findall(app.read(place.path)[place.start : place.end].decode("utf-8", "replace"))
    text = "\n".join(_with_parts(app, name, 0) for name in named)
    if not answer.page or not text:
        return None
    return frozenset(c.name for c in table.columns if re.search(rf"\b{re.escape(c.field or c.name)}\b", text))


def _with_parts(app: App, name: str, depth: int) -> str:
    path = next((file.path for file in app.repository.files if _is_it(file.path, name)), "")
    if not path or depth > _DEEPEST:
        return ""
    text = app.text(path)
    return "\n".join([text, *(_with_parts(app, one, depth + 1) for one in _TAKEN_IN.findall(text))])


def _is_it(path: str, name: str) -> bool:
    return path == name or path.endswith(posixpath.join("/", name))
