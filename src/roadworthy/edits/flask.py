"""Edits of a Flask app: guards put on views, and where its database and its people come from."""

from __future__ import annotations

import posixpath

from roadworthy.app import App, Endpoint
from roadworthy.edits.edit import Change
from roadworthy.edits.handlers import handler_function
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.python_modules import module_name
from roadworthy.edits.source import SourceFile
from roadworthy.languages import form


def guard_view(app: App, endpoint: Endpoint, decorator: str) -> Change | None:
    """Puts a decorator closest to a view, so that those above it (the route, the sign-in) come first."""
    view = handler_function(app, endpoint)
    if view is None or not view.decorators:
        return None
    source = SourceFile(app, endpoint.handler.path)
    return source.after_line(view.decorators[-1].span.end, f"@{decorator}")


def database_module(app: App) -> tuple[str, str] | None:
    """The name of Flask-SQLAlchemy's object and the file that makes it (`db = SQLAlchemy()`)."""
    for path, module in sorted(app.modules.items()):
        for statement in module.body if module.language == "python" else ():
            if not isinstance(statement, form.Define) or not isinstance(statement.value, form.Call):
                continue
            callee, target = statement.value.callee, statement.target
            called = callee.name if isinstance(callee, (form.Name, form.Member)) else ""
            if called == "SQLAlchemy" and isinstance(target, form.Name):
                return target.name, path
    return None


def uses_flask_login(app: App) -> bool:
    """Whether the app knows its people by Flask-Login's `current_user`."""
    return app.deployment.package("flask-login") is not None or any(
        isinstance(statement, form.Import) and statement.source.startswith("flask_login")
        for module in app.modules.values()
        for statement in module.body
    )


def package_folder(app: App, endpoint: Endpoint) -> str:
    """Where a module of shared guards goes: beside the views."""
    return posixpath.dirname(endpoint.handler.path)


def import_of_file(app: App, source: SourceFile, names: list[str], path: str) -> list[Change]:
    """Imports names from another file of the app, as this file imports its neighbours."""
    if path == source.path:
        return []
    return import_from(source, names, module_name(app, source, path))
