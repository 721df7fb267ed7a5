"""Servers that are started so that an error shows the code, the settings and a console to whoever caused it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.source.purpose import is_test, is_tool
from roadworthy.views.secrets.exposure import Exposure
from roadworthy.views.secrets.file_texts import examples, texts

# What starts a Flask app in its place where it is launched.
_SERVERS = regex(
    r"gunicorn|uwsgi|waitress|hypercorn|mod_wsgi|passenger|zappa|gevent|@vercel/python|pythonanywhere|flask run",
    re.I,
)
_STARTS = regex(
    r"(^|/)(requirements[^/]*\.txt|Procfile|pyproject\.toml|Pipfile|[^/]*Dockerfile[^/]*|[^/]*\.(ya?ml|toml|sh|service|json))$",
    re.I,
)
_ELSEWHERE = regex(r"dev|local|test|debug|example|sample", re.I)
_HERE = ("127.0.0.1", "localhost")


def debug_pages(app: App) -> tuple[Exposure, ...]:
    """`app.run(debug=True)` where nothing else starts the app, `DEBUG = True` in the only settings there are."""
    return app.view(_debug_pages)


def _debug_pages(app: App) -> tuple[Exposure, ...]:
    found = []
    for path, place in _flask(app):
        what = "`debug=True` shows the code around an error, and a console, to whoever causes one"
        found.append(Exposure("debug", path, what, (place,)))
    for path, place in _starlette(app):
        what = "`debug=True` answers an error with the code around it, to whoever causes one"
        found.append(Exposure("debug", path, what, (place,)))
    for path, place in _django(app):
        what = "`DEBUG = True` shows the code around an error, and the settings, to whoever causes one"
        found.append(Exposure("debug", path, what, (place,)))
    return tuple(found)


def _flask(app: App) -> Iterator[tuple[str, Location]]:
    started = [
        (path, at(path, node))
        for path, module in sorted(app.modules.items())
        if path.endswith(".py")
        and not is_test(path)
        and not is_tool(path)
        and b"debug=True" in app.read(path)
        for node in form.walk(module.body, form.Call)
        if isinstance(node, form.Call) and _runs_with_debug(node)
    ]
    if started and any(e.framework == "flask" for e in app.endpoints) and not _served_by_another(app):
        yield from started[:1]


def _starlette(app: App) -> Iterator[tuple[str, Location]]:
    """`FastAPI(debug=True)`."""
    for path, module in sorted(app.modules.items()):
        if not path.endswith(".py") or is_test(path) or is_tool(path) or b"debug=True" not in app.read(path):
            continue
        for node in form.walk(module.body, form.Call):
            called = node.callee if isinstance(node, form.Call) else None
            made = isinstance(called, form.Name) and called.name in ("FastAPI", "Starlette")
            if made and isinstance(node, form.Call) and _has_debug(node):
                yield path, at(path, node)


def _has_debug(node: form.Call) -> bool:
    return any(
        isinstance(entry.key, form.Literal)
        and entry.key.value == "debug"
        and isinstance(entry.value, form.Literal)
        and entry.value.value is True
        for entry in node.keywords
    )


def _runs_with_debug(node: form.Call) -> bool:
    if not isinstance(node.callee, form.Member) or node.callee.name != "run":
        return False
    given = {
        entry.key.value: entry.value.value
        for entry in node.keywords
        if isinstance(entry.key, form.Literal) and isinstance(entry.value, form.Literal)
    }
    return given.get("debug") is True and given.get("host") not in _HERE


def _served_by_another(app: App) -> bool:
    return any(_STARTS.search(path) and _SERVERS.search(text) for path, text in texts(app))


def _django(app: App) -> Iterator[tuple[str, Location]]:
    """The settings, where `DEBUG` is set once and for all."""
    said = [
        (path, node)
        for path, module in sorted(app.modules.items())
        if path.endswith(".py") and not is_test(path) and b"DEBUG" in app.read(path)
        for node in form.walk(module.body, form.Define, form.Assignment)
        if isinstance(node, (form.Define, form.Assignment))
        and isinstance(node.target, form.Name)
        and node.target.name == "DEBUG"
    ]
    if len(said) != 1 or not any(e.framework == "django" for e in app.endpoints):
        return
    path, node = said[0]
    settings = not _ELSEWHERE.search(path) and b"INSTALLED_APPS" in app.read(path)
    always = isinstance(node.value, form.Literal) and node.value.value is True
    if settings and (always or (_unless_told(node.value) and not _told_otherwise(app))):
        yield path, at(path, node)


_YES = {"1", "true", "yes", "on", "t", "y"}
_READS = regex(r"^(get|getenv|config|env|bool|env_?bool|get_?env(_?bool)?|str_?to_?bool)$", re.I)
# Where the app is started, or what people are told to set.
_OFF = regex(r"\bDEBUG\b[\"']?\s*[=:]\s*[\"']?(0|false|no|off|f|n)\b", re.I)


def _unless_told(value: form.Expr | None) -> bool:
    """`os.environ.get("DEBUG", "True") == "True"`: on wherever nobody switches it off."""
    for node in form.walk((value,), form.Call) if value is not None else ():
        if not isinstance(node, form.Call) or not isinstance(node.callee, (form.Member, form.Name)):
            continue
        first = node.arguments[0] if node.arguments else None
        fallback = (
            node.arguments[1]
            if len(node.arguments) > 1
            else next((k.value for k in node.keywords if getattr(k.key, "value", "") == "default"), None)
        )
        named = isinstance(first, form.Literal) and "DEBUG" in str(first.value)
        on = isinstance(fallback, form.Literal) and str(fallback.value).lower() in _YES
        if named and on and _READS.match(node.callee.name):
            return True
    return False


def _told_otherwise(app: App) -> bool:
    """Whether what starts the app, an example of its settings or its documents switch it off."""
    said = (".yml", ".yaml", ".env", ".toml", ".sh", ".md", ".txt", "dockerfile")
    return any(_OFF.search(text) for _, text in (*texts(app, said), *examples(app)))
