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
    """The columns of a table that the answer's template shows to whoever looks; None where it is not known which template that is."""
    place = answer.location
    named = _NAMED.findall(app.source(place).decode("utf-8", "replace"))
    text = _for_all("\n".join(_with_parts(app, name, 0) for name in named))
    if not answer.page or not text:
        return None
    return frozenset(c.name for c in table.columns if _is_named(c.field or c.name, text))


def _is_named(column: str, text: str) -> bool:
    """Whether a template asks a row for it. What it asks of the person who looks is theirs."""
    name = re.escape(column)
    return (
        re.search(rf"(?<!current_user)(?<!request\.user)\.\s*{name}\b|\[[\"']{name}[\"']\]", text) is not None
    )


_TAG = regex(r"\{%-?\s*(if|elif|else|endif)\b(.*?)-?%\}", re.S)
# What a condition says that looks at who is there.
_LOOKER = regex(
    r"current_user|request\.user|is_?authenticated|is_?(admin|staff|superuser|owner|self|me)\b|perms\.|\bcan\(|self_profile|\bsession\b",
    re.I,
)


def _for_all(text: str) -> str:
    """A template without what stands under conditions on the person who looks."""
    kept: list[str] = []
    hidden: list[bool] = []
    last = 0
    for tag in _TAG.finditer(text):
        if not any(hidden):
            kept.append(text[last : tag.start()])
        last = tag.end()
        if tag.group(1) == "if":
            hidden.append(_LOOKER.search(tag.group(2)) is not None)
        elif hidden and tag.group(1) == "endif":
            hidden.pop()
        elif hidden:
            hidden[-1] = _LOOKER.search(tag.group(2)) is not None
    if not any(hidden):
        kept.append(text[last:])
    return "".join(kept)


def _with_parts(app: App, name: str, depth: int) -> str:
    path = next((file.path for file in app.repository.files if _is_it(file.path, name)), "")
    if not path or depth > _DEEPEST:
        return ""
    text = app.text(path)
    return "\n".join([text, *(_with_parts(app, one, depth + 1) for one in _TAKEN_IN.findall(text))])


def _is_it(path: str, name: str) -> bool:
    return path == name or path.endswith(posixpath.join("/", name))
