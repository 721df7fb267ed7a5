"""Places where text becomes markup: scripts that set it, templates that do not escape it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.languages.javascript import read_javascript
from roadworthy.regex import regex
from roadworthy.views.code.dotted import last_name
from roadworthy.views.code.spots import spots
from roadworthy.views.pages.template_files import (
    TemplateFile,
    inline_scripts,
    plain_scripts,
    scripted_pages,
    template_files,
)
from roadworthy.views.requests.handed_text import handed_text
from roadworthy.views.requests.marking_filters import marking_filters
from roadworthy.views.requests.script_markup import WRITTEN, written_markup

_HANDLER = regex(r"""\bon[a-z]+\s*=\s*(["'])(.*?)\1""", re.I | re.S)
_FILLED = regex(r"\{\{(.*?)\}\}|<%=(.*?)%>", re.S)
_SAFE = regex(r"\{\{([^{}]*?)\|\s*safe\b[^{}]*\}\}|\{\{\{([^{}]*)\}\}\}|<%-(.*?)%>", re.S)
_OFF = regex(r"\{%-?\s*autoescape\s+(off|false)\s*-?%\}", re.I)
_HARMLESS = regex(
    r"\|\s*(tojson|escapejs|int|float|length|urlencode|date|floatformat|intcomma|slugify|json_script|e(scape)?js)\b|url_for|\burl\b|csrf"
    r"|static\(|\bform\.|_\(|gettext|include|(?<![.\w])body\b|render|super\(|content_for|block|partial|layout|yield|sanit|markdown_to_safe|bleach|clean",
    re.I,
)


_PAGE = regex(
    r"<(html|body|div|p|a|td|tr|table|span|h[1-6]|li|ul|section|main|article|button|form|input)\b|\bextends\b",
    re.I,
)


# What the app's own forms are called by: `{{ field.label|safe }}`.
_OF_FORMS = regex(r"(^|\.|_)(field|widget|form)\.(label|help_?text|description|name)$")


class MarkupSink(Struct, frozen=True):
    """`subject` is the file as people name it; `what` the expression that is shown, `how` it comes to be run."""

    subject: str
    what: str
    how: str
    place: Location


def markup_sinks(app: App) -> tuple[MarkupSink, ...]:
    """The places of templates, and of the scripts in them, where what somebody wrote becomes markup or script."""
    return app.view(_markup_sinks)


def _markup_sinks(app: App) -> tuple[MarkupSink, ...]:
    pages = [page for page in scripted_pages(app) if _PAGE.search(page.text)]
    filled = {template.path for template in template_files(app)}
    return tuple(
        sink
        for page in pages
        for sink in (*(_in_text(app, page) if page.path in filled else ()), *_in_scripts(page))
    ) + tuple(
        MarkupSink(path, shown, how, at(path, node))
        for path in plain_scripts(app)
        for node, shown, how in written_markup(app.modules[path])
    )


def _in_text(app: App, template: TemplateFile) -> Iterator[MarkupSink]:
    yield from _in_handlers(app, template)
    yield from _unescaped(template)
    yield from _handed(app, template)
    yield from _marked(app, template)


def _in_handlers(app: App, template: TemplateFile) -> Iterator[MarkupSink]:
    """`onclick="edit('{{ item.name }}')"`: the browser decodes the escaped quote before it runs the script."""
    for found in _HANDLER.finditer(template.text):
        for filled in _FILLED.finditer(found.group(2)):
            expression = (filled.group(1) or filled.group(2) or "").strip()
            quoted = found.group(2)[: filled.start()].rstrip(" ")[-1:] in ("'", '"', "`")
            written = _is_written(expression) and not _of_constants(app, template, expression)
            if quoted and written and not _HARMLESS.search(expression):
                start = found.start(2) + filled.start()
                place = template.place(start, start + len(filled.group(0)))
                yield MarkupSink(
                    template.path,
                    expression,
                    "a quote in it ends the string of the script in the attribute",
                    place,
                )


_LOOP = regex(r"\{%-?\s*for\s+([\w,\s]+?)\s+in\s+(\w+)")
_RENDERING = ("render_template", "TemplateResponse", "render")


def _of_constants(app: App, template: TemplateFile, expression: str) -> bool:
    """Whether an expression is about an element of what only constants are given for: `currencies=CURRENCIES`."""
    head = expression.split(".")[0]
    return any(
        head in re.split(r"[\s,]+", names) and source in app.view(_constants_given)
        for names, source in _LOOP.findall(template.text)
    )


def _constants_given(app: App) -> frozenset[str]:
    """What templates are given under one name everywhere as a constant of the module (`CURRENCIES`)."""
    found: dict[str, bool] = {}
    for spot in spots(app, form.Call):
        call = spot.node
        if not isinstance(call, form.Call) or last_name(call.callee) not in _RENDERING:
            continue
        for entry in call.keywords:
            name = str(entry.key.value) if isinstance(entry.key, form.Literal) else ""
            constant = isinstance(entry.value, form.Name) and entry.value.name.isupper()
            found[name] = found.get(name, True) and constant
    return frozenset(name for name, constant in found.items() if name and constant)


def _is_written(expression: str) -> bool:
    """Whether a template's expression names something that people write."""
    head = re.split(r"[|\s(\[]", expression.strip(), maxsplit=1)[0]
    if _OF_FORMS.search(head):
        return False
    return bool(WRITTEN.search(head.rsplit(".", 1)[-1])) and "." in head


def _unescaped(template: TemplateFile) -> Iterator[MarkupSink]:
    for found in _SAFE.finditer(template.text):
        expression = next((group for group in found.groups() if group is not None), "").strip()
        if _is_written(expression) and not _HARMLESS.search(expression):
            place = template.place(found.start(), found.end())
            yield MarkupSink(template.path, expression, "it is shown without being escaped", place)
    for found in _OFF.finditer(template.text):
        end = template.text.find("endautoescape", found.end())
        inside = template.text[found.end() : end if end > 0 else len(template.text)]
        filled = next(
            (f for f in _FILLED.finditer(inside) if _is_written(f.group(1) or f.group(2) or "")), None
        )
        if filled is not None:
            place = template.place(found.end() + filled.start(), found.end() + filled.end())
            yield MarkupSink(
                template.path, filled.group(0).strip("{}<>%= "), "escaping is switched off around it", place
            )


# How a sink says that the text ends up in a script, which only the end of the script's element gets out of.
IN_SCRIPT = "within a script"
_NAME = regex(r"[A-Za-z_]\w*$")


def _handed(app: App, template: TemplateFile) -> Iterator[MarkupSink]:
    """`{{ labels|safe }}`, where the endpoint hands over a list of what people typed."""
    handed = app.view(handed_text).get(template.path, {})
    for found in _SAFE.finditer(template.text) if handed else ():
        expression = next((group for group in found.groups() if group is not None), "").strip()
        source = handed.get(expression, "") if _NAME.match(expression) else ""
        if source and not _HARMLESS.search(found.group(0)):
            inside = IN_SCRIPT + " " if _is_in_script(template.text, found.start()) else ""
            yield MarkupSink(
                template.path,
                source,
                f"`{expression}` holds it and is shown {inside}without being escaped",
                template.place(found.start(), found.end()),
            )


def _is_in_script(text: str, offset: int) -> bool:
    before = text[:offset].lower()
    return before.rfind("<script") > before.rfind("</script")


def _marked(app: App, template: TemplateFile) -> Iterator[MarkupSink]:
    """`{{ note.body|paragraphs }}`, where the filter says that what it makes of the text is markup."""
    marking = app.view(marking_filters)
    for found in _FILLED.finditer(template.text) if marking else ():
        expression = (found.group(1) or "").strip()
        filters = [re.split(r"[\s:(]", one.strip(), maxsplit=1)[0] for one in expression.split("|")[1:]]
        plain = _is_written(expression) and not _HARMLESS.search(expression) and "safe" not in filters
        if plain and marking.intersection(filters):
            place = template.place(found.start(), found.end())
            yield MarkupSink(
                template.path, expression, "its filter marks it as safe without escaping it", place
            )


def _in_scripts(template: TemplateFile) -> Iterator[MarkupSink]:
    for offset, script in inline_scripts(template):
        module = read_javascript("inline.js", script.encode())
        before = len(template.text[:offset].encode())
        line = template.text[:offset].count("\n")
        for node, shown, how in written_markup(module):
            place = Location(
                template.path,
                node.span.line + line,
                node.span.end_line + line,
                node.span.start + before,
                node.span.end + before,
            )
            yield MarkupSink(template.path, shown, how, place)


# --- scripts -----------------------------------------------------------------------------------------
