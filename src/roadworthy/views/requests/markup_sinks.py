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
from roadworthy.source.purpose import is_test
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
from roadworthy.views.requests.own_data import own_names

# Names of things that people write.
_WRITTEN = regex(
    r"^(\w*_)?(name|title|text|description|message|comment|content|bio|username|user_?name|e?mail|label|subject|body|notes?|address"
    r"|company|firm|summary|excerpt|caption|review|reason|problem|answer|question|author|customer|details?|keyword|query|tags?|phone|mobile)$"
    r"|(Name|Title|Text|Description|Message|Comment|Content|Email|Notes?|Body|Problem|Address)$",
)
_ESCAPE = regex(
    r"escape|sanit|encode|purify|textContent|createTextNode|format(Currency|Date|Number)|toFixed|Number|parseInt|parseFloat",
    re.I,
)
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
_OWN = regex(
    r"^(e|ex|err|error|exception|file|files|this|event|self|response|res|btn|button|form|input|option|i18n|t)\b",
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
    return bool(_WRITTEN.search(head.rsplit(".", 1)[-1])) and "." in head


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


def switched_off(app: App) -> tuple[Location, ...]:
    """Where an engine of templates is told not to escape what it shows (`autoescape: false`)."""
    return app.view(_switched_off)


def _switched_off(app: App) -> tuple[Location, ...]:
    found = []
    for path, module in sorted(app.modules.items()):
        if is_test(path) or _has_engines(module):
            continue
        for node in form.walk(module.body, form.Record, form.Call):
            entries = (
                node.entries
                if isinstance(node, form.Record)
                else node.keywords
                if isinstance(node, form.Call)
                else ()
            )
            if any(map(_switches_off, entries)) and not _has_no_files(path, node):
                found.append(at(path, node))
    return tuple(found)


def _has_engines(module: form.Module) -> bool:
    """Whether a module of Django's settings names several engines of templates: the one that does not escape is asked for by its name,
    for texts that are no pages (Django's documentation, "Multiple engines")."""
    engines = [
        entry
        for node in form.walk(module.body, form.Record)
        if isinstance(node, form.Record)
        for entry in node.entries
        if isinstance(entry.key, form.Literal)
        and entry.key.value == "BACKEND"
        and isinstance(entry.value, form.Literal)
        and str(entry.value.value).startswith("django.template.backends.")
    ]
    return len(engines) > 1


def _has_no_files(path: str, node: form.Node) -> bool:
    """Whether it is an environment of Jinja's without a loader: no template that a page is made of is found by it (its documentation,
    "Loaders")."""
    return (
        path.endswith(".py")
        and isinstance(node, form.Call)
        and isinstance(node.callee, (form.Name, form.Member))
        and node.callee.name.endswith("Environment")
        and not any(
            isinstance(entry.key, form.Literal) and entry.key.value in ("loader", "directory", "env")
            for entry in node.keywords
        )
    )


def _switches_off(entry: form.Entry) -> bool:
    if not isinstance(entry.key, form.Literal) or not isinstance(entry.value, form.Literal):
        return False
    return (entry.key.value == "autoescape" and entry.value.value is False) or (
        entry.key.value == "noEscape" and entry.value.value is True
    )


# --- scripts -----------------------------------------------------------------------------------------


def written_markup(module: form.Module) -> Iterator[tuple[form.Node, str, str]]:
    """The texts that a script sets as markup with something written by people in them: the text, what is in it, and how that comes to
    be run."""
    sinks = tuple(_sinks(module.body))
    if not sinks:
        # Most scripts set no markup: what they wrote down themselves need not be known.
        return
    assigned, own = _assigned(module.body), own_names(module)
    for sink in sinks:
        for text in _texts(sink, assigned, set()):
            shown = next((shown for shown in _shown(text) if shown.split(".")[0] not in own), "")
            if shown:
                yield text, shown, "it is put into the page as markup by a script"
            called = next((found for found in _in_calls(text) if found.split(".")[0] not in own), "")
            if called:
                yield (
                    text,
                    called,
                    "a quote in it ends the string of the script in the attribute, escaped or not",
                )


def _sinks(body: tuple[form.Statement, ...]) -> Iterator[form.Expr]:
    for node in form.walk(body):
        if isinstance(node, form.Assignment) and isinstance(node.target, form.Member):
            if node.target.name in ("innerHTML", "outerHTML"):
                yield node.value
        elif isinstance(node, form.Call) and isinstance(node.callee, form.Member) and node.arguments:
            if node.callee.name == "insertAdjacentHTML":
                yield node.arguments[-1]
            elif node.callee.name in ("html", "append", "prepend") and isinstance(
                node.arguments[0], form.Template
            ):
                yield node.arguments[0]


def _assigned(body: tuple[form.Statement, ...]) -> dict[str, list[form.Expr]]:
    found: dict[str, list[form.Expr]] = {}
    for node in form.walk(body, form.Assignment, form.Define, form.Function):
        if isinstance(node, form.Function) and node.name:
            found.setdefault(node.name, []).append(node)
        if not isinstance(node, (form.Assignment, form.Define)) or node.value is None:
            continue
        if isinstance(node.target, form.Name):
            found.setdefault(node.target.name, []).append(node.value)
    return found


def _texts(value: form.Expr, assigned: dict[str, list[form.Expr]], seen: set[str]) -> Iterator[form.Expr]:
    """The templates and concatenations that a value is made of, through variables."""
    for node in form.walk((value,)):
        if isinstance(node, form.Template) or (isinstance(node, form.Operation) and node.operator == "+"):
            yield node
        elif isinstance(node, form.Name) and node.name in assigned and node.name not in seen:
            for inner in assigned[node.name]:
                # What a function makes of the rows is part of the text, wherever the function is named.
                if node is value or isinstance(inner, form.Function):
                    seen.add(node.name)
                    yield from _texts(inner, assigned, seen)


def _shown(text: form.Expr) -> Iterator[str]:
    parts = (
        text.parts
        if isinstance(text, form.Template)
        else text.operands
        if isinstance(text, form.Operation)
        else ()
    )
    if not any(isinstance(part, form.Literal) and "<" in str(part.value) for part in parts):
        return
    for part in parts:
        yield from _written(part)


def _written(part: form.Expr) -> Iterator[str]:
    if isinstance(part, form.Member):
        owner = _dotted(part.object)
        if _WRITTEN.search(part.name) and not _OWN.match(owner):
            yield f"{owner}.{part.name}"
    elif isinstance(part, form.Operation) and part.operator in ("or", "??", "and", "+"):
        for operand in part.operands:
            yield from _written(operand)
    elif isinstance(part, form.Conditional):
        yield from _written(part.then)
        yield from _written(part.otherwise)
    elif (
        isinstance(part, form.Call)
        and isinstance(part.callee, form.Member)
        and not _ESCAPE.search(part.callee.name)
    ) and part.callee.name in ("substring", "slice", "trim", "toUpperCase", "toLowerCase", "substr"):
        yield from _written(part.callee.object)


# `onclick="remove('`: a string of the attribute's script that is not ended yet.
_IN_CALL = regex(r"""\son[a-z]+\s*=\s*(?:"[^"]*'|'[^']*")$""", re.I)
_FOR_SCRIPTS = regex(r"json|js|script|quote|attr|encodeURI|slash", re.I)


def _in_calls(text: form.Expr) -> Iterator[str]:
    """What people wrote within a string of a script in an attribute. The browser undoes what is escaped as markup before it runs it."""
    before = ""
    for part in text.parts if isinstance(text, form.Template) else ():
        if isinstance(part, form.Literal):
            before += str(part.value)
        else:
            if _IN_CALL.search(before):
                yield from _quoted(part)
            before += "0"


def _quoted(part: form.Expr) -> Iterator[str]:
    if isinstance(part, form.Call) and part.arguments:
        name = part.callee.name if isinstance(part.callee, (form.Name, form.Member)) else ""
        if _ESCAPE.search(name) and not _FOR_SCRIPTS.search(name):
            yield from _written(part.arguments[0])
    else:
        yield from _written(part)


def _dotted(node: form.Expr) -> str:
    if isinstance(node, form.Member):
        return f"{_dotted(node.object)}.{node.name}"
    return node.name if isinstance(node, form.Name) else "…"
