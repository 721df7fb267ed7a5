"""The scripts of pages that the server fills in: which files some page loads, and what stands in a page itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.browser_call import BrowserCall
from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.languages.javascript import read_javascript
from roadworthy.regex import regex
from roadworthy.views.code.dotted import dotted
from roadworthy.views.code.syntax import FIELDS
from roadworthy.views.pages.template_files import TemplateFile, inline_scripts, scripted_pages, template_files

_SERVED = regex(r"(^|/)(static|public|assets|js|scripts?)/", re.I)
_API = regex(
    r"^(?:window\.)?((?:localStorage|sessionStorage)\.(?:getItem|setItem|removeItem|clear)"
    r"|navigator\.(?:clipboard|share|geolocation|mediaDevices|serviceWorker|vibrate|bluetooth)(?:\.\w+)?"
    r"|Notification(?:\.\w+)?|indexedDB\.\w+)$"
)


def is_loaded(app: App, path: str) -> bool:
    """Whether a script may run: some page that is shown loads it. Of an app whose pages are no templates, and of scripts
    that are built, that is taken for granted."""
    named = app.view(_named_by_pages)
    if named is None or not _SERVED.search(path):
        return True
    return path.rsplit("/", 1)[-1] in named


def _named_by_pages(app: App) -> str | None:
    """The text of every page that is shown and of every script, where names of scripts stand; None without templates."""
    shown = [template.text for template in template_files(app) if template.rendered]
    if not shown:
        return None
    pages = [app.text(f.path) for f in app.repository.files if f.path.endswith("index.html")]
    scripts = [
        app.text(path)
        for path in app.modules
        if path.endswith((".js", ".mjs", ".ts")) and _SERVED.search(path)
    ]
    return "\n".join((*shown, *pages, *scripts))


def inline_browser_calls(app: App) -> tuple[BrowserCall, ...]:
    """The uses of browser interfaces in scripts that stand in templates that are shown."""
    return app.view(_inline_browser_calls)


def _inline_browser_calls(app: App) -> tuple[BrowserCall, ...]:
    return tuple(call for page in scripted_pages(app) for call in _of_template(page))


def _of_template(template: TemplateFile) -> Iterator[BrowserCall]:
    for offset, script in inline_scripts(template):
        if not re.search(r"Storage|navigator\.|Notification|indexedDB", script):
            continue
        module = read_javascript("inline.js", script.encode())
        line = template.text[:offset].count("\n")
        before = len(template.text[:offset].encode())
        for node, api, trigger, safe, tested in _calls(module.body, "module", False, ""):
            span = node.span
            place = Location(
                template.path, span.line + line, span.end_line + line, span.start + before, span.end + before
            )
            family = api.rsplit(".", 1)[0].rsplit(".", 1)[-1]
            yield BrowserCall(api, place, template.path, trigger, safe, family in tested)


def _calls(
    nodes: tuple[object, ...], trigger: str, safe: bool, tested: str
) -> Iterator[tuple[form.Call, str, str, bool, str]]:
    """Every use, with what runs it, whether a failure is caught, and the names that conditions around it ask for."""
    for node in nodes:
        if isinstance(node, form.Call):
            found = _API.match(dotted(node.callee))
            if found is not None:
                yield node, found[1], trigger, safe, tested
        inside, caught, asked = trigger, safe, tested
        if isinstance(node, form.Try):
            yield from _calls(node.body, trigger, safe or bool(node.handlers), tested)
            yield from _calls((*node.handlers, *node.otherwise, *node.final), trigger, safe, tested)
            continue
        if isinstance(node, form.Function) and trigger == "module":
            inside = "onclick"
        if isinstance(node, (form.If, form.Conditional)):
            asked = f"{tested} {_names(node.test)}"
        event = _event(node)
        yield from _calls(_inside(node), event or inside, caught, asked)


def _inside(node: object) -> tuple[object, ...]:
    """What stands directly in a node."""
    if isinstance(node, tuple):
        return node
    return tuple(getattr(node, name) for name in FIELDS.get(type(node), ()))


def _names(test: form.Expr) -> str:
    nodes = list(form.walk((test,)))
    names = [node.name for node in nodes if isinstance(node, (form.Name, form.Member))]
    texts = [str(node.value) for node in nodes if isinstance(node, form.Literal)]
    return " ".join((*names, *texts))


def _event(node: object) -> str:
    """`addEventListener("click", ...)`: what runs the function that is given."""
    if not isinstance(node, form.Call) or not dotted(node.callee).endswith((".addEventListener", ".on")):
        return ""
    first = node.arguments[0] if node.arguments else None
    return f"on{first.value}" if isinstance(first, form.Literal) else ""
