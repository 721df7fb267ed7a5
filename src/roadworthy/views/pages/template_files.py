"""Pages that the server fills in: templates of Jinja, Django, EJS, Handlebars, Nunjucks and the like, as text."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.source.purpose import is_foreign, is_test

_ENDINGS = (
    ".html",
    ".htm",
    ".jinja",
    ".jinja2",
    ".j2",
    ".ejs",
    ".hbs",
    ".handlebars",
    ".njk",
    ".mustache",
    ".pug",
    ".liquid",
)
# The last two parts of the name of a script's file are enough to find it, and no address before them matters.
_SOURCE = regex(r"""<script\b[^>]*\bsrc\s*=[^>]*?((?:[\w.-]+/)?[\w.-]+\.js)\b""", re.I)
_SAID = (".html", ".htm", ".jinja", ".jinja2", ".j2")
_MARKS = regex(r"\{\{|\{%|<%")
_INCLUDED = regex(
    r"""(?:extends|include|import|from|partial|layout)\W{1,4}["']([^"'\n]{1,200})["']|\{\{>\s*([\w./-]+)"""
)
_LARGEST = 400_000


class TemplateFile(Struct, frozen=True):
    """A template: `path` in the repository, its `text`; `rendered` when some code or another rendered template names it."""

    path: str
    text: str
    rendered: bool

    def place(self, start: int, end: int) -> Location:
        """The location of a stretch of its characters."""
        lines = [0, *(found.end() for found in re.finditer("\n", self.text))]
        first, last = bisect.bisect_right(lines, start), bisect.bisect_right(lines, max(start, end - 1))
        to_bytes = [len(self.text[:offset].encode()) for offset in (start, end)]
        return Location(self.path, first, last, to_bytes[0], to_bytes[1])


_MAIL = regex(r"(^|[/_-])(e?mails?|emailer|mailer|email\w+|newsletters?)([/_.-]|$)", re.I)


def is_mail(path: str) -> bool:
    """Whether a template is that of a mail, which is no page of the app."""
    return _MAIL.search(path) is not None


def template_files(app: App) -> tuple[TemplateFile, ...]:
    """The app's templates."""
    return app.view(_template_files)


def _template_files(app: App) -> tuple[TemplateFile, ...]:
    texts = {file.path: text for file in app.repository.files if (text := _text(app, file.path, file.size))}
    named = app.view(_named)
    shown = {path for path in texts if is_named(path, named)}
    more = shown
    while more:
        put_in = _parents(texts, more)
        more = {path for path in texts if path not in shown and is_named(path, put_in)}
        shown |= more
    return tuple(TemplateFile(path, text, path in shown) for path, text in sorted(texts.items()))


def _text(app: App, path: str, size: int) -> str:
    if not path.lower().endswith(_ENDINGS) or size > _LARGEST or is_test(path):
        return ""
    text = app.text(path)
    folder = path.lower().split("/")
    return text if _MARKS.search(text) or "templates" in folder or "views" in folder else ""


def _named(app: App) -> set[str]:
    """Every text of the code that may be the name of a template."""
    found = set()
    for module in app.modules.values():
        for node in form.walk(module.body, form.Literal):
            if isinstance(node, form.Literal) and isinstance(node.value, str) and 0 < len(node.value) < 200:
                found.add(node.value)
    return found


def is_named(path: str, names: set[str]) -> bool:
    """Whether one of these texts names a file: the end of its path, with its ending or, as engines allow, without."""
    parts = path.split("/")
    for number in range(len(parts)):
        tail = "/".join(parts[number:])
        # `render("orders")` leaves the ending to the engine; engines of pages that end in .html want it said.
        if tail in names or (not tail.endswith(_SAID) and tail.rsplit(".", 1)[0] in names):
            return True
    return False


def _parents(texts: dict[str, str], shown: set[str]) -> set[str]:
    return {
        name for path in shown for found in _INCLUDED.finditer(texts[path]) for name in found.groups() if name
    }


def scripted_pages(app: App) -> tuple[TemplateFile, ...]:
    """The pages whose own scripts a browser runs: templates that are shown, and HTML files that are sent as they are."""
    return app.view(_scripted_pages)


def _scripted_pages(app: App) -> tuple[TemplateFile, ...]:
    rendered = tuple(template for template in template_files(app) if template.rendered)
    filled = {template.path for template in template_files(app)}
    folders = tuple(f"{files.folder.strip('./')}/" for files in app.statics if files.folder.strip("./"))
    named = app.view(_named)
    sent = [
        file.path
        for file in app.repository.files
        if file.path.endswith((".html", ".htm"))
        and file.path not in filled
        and file.size <= _LARGEST
        and not (is_test(file.path) or is_foreign(file.path))
        and (_is_below(file.path, folders) or is_named(file.path, named))
    ]
    return (*rendered, *(TemplateFile(path, app.text(path), True) for path in sorted(sent)))


def plain_scripts(app: App) -> tuple[str, ...]:
    """The files of JavaScript that a page loads as they are, by a `<script src>` of a template or of an HTML file."""
    return app.view(_plain_scripts)


def _plain_scripts(app: App) -> tuple[str, ...]:
    templates = {template.path: template.rendered for template in template_files(app)}
    texts = [
        app.text(file.path)
        for file in app.repository.files
        # A template that nothing shows loads nothing.
        if templates.get(file.path, file.path.endswith((".html", ".htm")) and file.size <= _LARGEST)
        and not (is_test(file.path) or is_foreign(file.path))
    ]
    loaded = {name for text in texts for name in _SOURCE.findall(text)}
    scripts = [
        path for path in app.modules if path.endswith(".js") and not (is_test(path) or is_foreign(path))
    ]
    return tuple(path for path in sorted(scripts) if any(f"/{path}".endswith(f"/{name}") for name in loaded))


def _is_below(path: str, folders: tuple[str, ...]) -> bool:
    """Whether a file lies in one of the folders, wherever in the repository the app stands that names it."""
    return any(f"/{folder}" in f"/{path}" for folder in folders)


# --- scripts within ----------------------------------------------------------------------------------

_SCRIPT = regex(r"<script\b([^>]*)>(.*?)</script>", re.I | re.S)
_TAG = regex(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<%.*?%>", re.S)


def inline_scripts(template: TemplateFile) -> Iterator[tuple[int, str]]:
    """The scripts that stand in a template, with the offset of each: what the server fills in stands as a name."""
    for found in _SCRIPT.finditer(template.text):
        if "src=" not in found.group(1) and not re.search(r"json|template|x-", found.group(1)):
            yield found.start(2), _TAG.sub(_blank, found.group(2))


def _blank(found: re.Match[str]) -> str:
    """Something of the same length that JavaScript can read, so that offsets stay true."""
    text = found.group(0)
    lines = "".join("\n" if character == "\n" else " " for character in text[1:])
    return ("0" if text.startswith(("{{", "<%=", "<%-")) else " ") + lines
