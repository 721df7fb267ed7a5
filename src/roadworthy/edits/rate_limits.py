"""Puts a limit in front of a route: express-rate-limit, and limits for FastAPI."""

from __future__ import annotations

import posixpath
import re

from roadworthy.app import App, Endpoint
from roadworthy.edits import express, fastapi
from roadworthy.edits.edit import Change, Edits, NewFile, Package, Review
from roadworthy.edits.made_values import made_values
from roadworthy.edits.module_style import takes_imports
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.python_modules import module_name
from roadworthy.edits.source import SourceFile, free_path
from roadworthy.edits.template import fill
from roadworthy.edits.template_parts import keep_part
from roadworthy.errors import RepairRefused
from roadworthy.languages import form
from roadworthy.views.people.access import SIGNED_IN, Access
from roadworthy.views.people.people import users_table

_EXPRESS = Package("express-rate-limit", "^8.0.1", "npm")
_PYTHON = Package("limits", ">=4.0", "pip")


def limit_route(app: App, endpoint: Endpoint, purpose: str, templates: str) -> Edits:
    """The limit for a purpose in front of a route, without title. `templates` is the package whose `files` hold
    rate-limits.ts and rate_limits.py. Raises RepairRefused where the route is not written in a way that takes one."""
    if endpoint.framework == "express":
        return _express(app, endpoint, purpose, templates)
    if endpoint.framework == "fastapi":
        return _fastapi(app, endpoint, purpose, templates)
    raise RepairRefused(f"{endpoint.framework} has no limiter here", where=str(endpoint.location))


# --- Express -----------------------------------------------------------------------------------------


def _express(app: App, endpoint: Endpoint, purpose: str, templates: str) -> Edits:
    source = SourceFile(app, endpoint.location.path)
    if not takes_imports(source):
        raise RepairRefused("the app is written with require()", where=source.path)
    text = express.in_language(app, fill(templates, "rate-limits.ts", MESSAGE=_message_field(app)))
    folder = express.server_folder(app)
    path = free_path(app, f"{folder}/rate-limits{express.ending(app)}".lstrip("/"), text)
    try:
        guard = _guard(app, endpoint, f"rateLimited({source.quote}{purpose}{source.quote})")
    except LookupError as error:
        raise RepairRefused(
            "the route is not one call with its handler", where=str(endpoint.location)
        ) from error
    changes = [guard, *import_from(source, ["rateLimited"], source.path_to(path)), *_trust_proxy(app)]
    return Edits("", "", Review.READ, tuple(changes), (NewFile(path, text),), (_EXPRESS,))


def _guard(app: App, endpoint: Endpoint, guard: str) -> Change:
    """Before the handler, behind the guards that tell who asks; before a file is taken in, where one is."""
    takers = ("single", "array", "fields", "any")
    for argument in express.route_call(app, endpoint).arguments[1:-1]:
        callee = argument.callee if isinstance(argument, form.Call) else None
        if isinstance(callee, form.Member) and callee.name in takers:
            source = SourceFile(app, endpoint.location.path)
            before = source.content[source.line_start(argument.span.start) : argument.span.start]
            return source.insert(
                argument.span.start, f"{guard}, " if before.strip() else f"{guard},\n{before.decode()}"
            )
    return express.guard_route(app, endpoint, guard)


def _message_field(app: App) -> str:
    """The field in which the app's own refusals say why."""
    texts = [app.text(path) for path in app.modules if path.endswith((".ts", ".js"))]
    named = [name for text in texts for name in re.findall(r"\.json\(\s*\{\s*(message|error)\b", text)]
    return "error" if named.count("error") > named.count("message") else "message"


def _trust_proxy(app: App) -> list[Change]:
    """Behind a proxy everybody has the proxy's address unless Express is told to look further: one for all is no limit."""
    if any("trust proxy" in app.text(path) for path in app.modules):
        return []
    made = next(iter(made_values(app, {"express"})), None)
    if made is None:
        return []
    source = SourceFile(app, made.path)
    setting = f"{made.name}.set({source.quote}trust proxy{source.quote}, 1){source.semicolon}"
    return [source.after_line(made.define.span.end, setting)]


# --- FastAPI -----------------------------------------------------------------------------------------


def _fastapi(app: App, endpoint: Endpoint, purpose: str, templates: str) -> Edits:
    source = SourceFile(app, endpoint.handler.path)
    user, authentication = _user_dependency(app)
    text = fill(templates, "rate_limits.py", USER=user, AUTHENTICATION=authentication)
    text = keep_part(keep_part(text, "# by user", bool(user)), "# by address", not user)
    path = free_path(app, posixpath.join(_package(app), "rate_limits.py"), text)
    by_user = bool(user) and SIGNED_IN in Access(endpoint).anywhere()
    name = "rate_limit_per_user" if by_user else "rate_limit_per_address"
    changes = fastapi.add_dependency(app, endpoint, f'Depends({name}("{purpose}"))')
    if not changes:
        raise RepairRefused("the route has no decorator of its own", where=str(endpoint.location))
    changes += import_from(source, [name], module_name(app, source, path))
    return Edits("", "", Review.READ, tuple(changes), (NewFile(path, text),), (_PYTHON,))


def _package(app: App) -> str:
    made = next(iter(made_values(app, {"FastAPI"})), None)
    return posixpath.dirname(made.path) if made is not None else fastapi.package_folder(app)


def _user_dependency(app: App) -> tuple[str, str]:
    """The app's dependency that gives the signed-in user, whose key is `id`, and its module; '' for none."""
    people = users_table(app)
    if people is None or people.primary_key != ("id",):
        return "", ""
    for endpoint in app.endpoints:
        if endpoint.framework != "fastapi" or SIGNED_IN not in Access(endpoint).anywhere():
            continue
        for item in endpoint.middleware:
            if not item.library and item.name.isidentifier() and "user" in item.name.lower():
                module = fastapi.dependency_module(app, endpoint, item.name)
                if module:
                    return item.name, module
    return "", ""
