"""Edits of FastAPI apps: a service that does not answer becomes a 503 that says so."""

from __future__ import annotations

import re

from roadworthy.app import App
from roadworthy.edits.edit import Change
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.source import SourceFile
from roadworthy.languages import form

# What each client raises when its service does not answer; the classes are the clients' own.
_ERRORS = {"httpx": "TransportError", "requests": "RequestException"}


def answer_unreachable(app: App, client: str) -> list[Change]:
    """An exception handler of the whole app for a client's errors. No change where there is one already, or no place
    for it."""
    if client not in _ERRORS:
        return []
    found = _application(app)
    if found is None:
        return []
    path, name = found
    source = SourceFile(app, path)
    error = f"{client}.{_ERRORS[client]}"
    if re.search(rf"exception_handler\({client}\.".encode(), source.content):
        return []
    lines = (
        f"\n\n@{name}.exception_handler({error})\n"
        f"def service_unavailable(request: Request, error: {error}) -> JSONResponse:\n"
        f'    """A service that the app depends on does not answer."""\n'
        f'    logging.getLogger(__name__).error("%s %s: %r", request.method, request.url.path, error)\n'
        f'    message = "This is not available at the moment. Please try again in a minute."\n'
        f'    return JSONResponse({{"detail": message}}, 503)\n'
    )
    imports = import_from(source, ["Request"], "fastapi")
    imports += import_from(source, ["JSONResponse"], "fastapi.responses")
    return [*_modules(source, ["logging", client]), *imports, source.insert(_end(source), lines)]


def _application(app: App) -> tuple[str, str] | None:
    """The module and the variable of `FastAPI(...)`."""
    for path, module in sorted(app.modules.items()):
        for statement in module.body:
            value = statement.value if isinstance(statement, form.Define) else None
            if (
                isinstance(value, form.Call)
                and isinstance(value.callee, form.Name)
                and value.callee.name == "FastAPI"
            ):
                target = statement.target if isinstance(statement, form.Define) else None
                if isinstance(target, form.Name) and "test" not in path:
                    return path, target.name
    return None


def _modules(source: SourceFile, names: list[str]) -> list[Change]:
    """`import x` for what is not imported yet, above the imports that are there."""
    body = source.module.body if source.module is not None else ()
    imports = [s for s in body if isinstance(s, form.Import) and s.source != "__future__"]
    missing = [name for name in names if not source.imports(name)]
    if not imports or not missing:
        return []
    outside = next((s for s in imports if s.source.split(".")[0] in ("fastapi", "starlette")), imports[0])
    changes = []
    for name in missing:
        place = imports[0] if name == "logging" else outside
        gap = "\n" if name == "logging" and place is outside else ""
        changes.append(source.insert(source.line_start(place.span.start), f"import {name}\n{gap}"))
    return changes


def _end(source: SourceFile) -> int:
    """Behind the last statement that the app is made by; `if __name__ == "__main__":` runs it."""
    body = source.module.body if source.module is not None else ()
    last = body[-1]
    if isinstance(last, form.If) and b"__name__" in source.content[last.test.span.start : last.test.span.end]:
        return len(source.content[: last.span.start].rstrip()) + 1
    return len(source.content)
