"""Where a module runs: in browsers, or on a server."""

from __future__ import annotations

import re

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.source.purpose import is_test
from roadworthy.views.code.extensions import of_extension
from roadworthy.views.code.spots import spots
from roadworthy.views.pages.loaded import importers

_BROWSER_PACKAGES = (
    "react",
    "react-dom",
    "vue",
    "svelte",
    "@tanstack/react-query",
    "react-router-dom",
    "wouter",
    "swr",
    "next/navigation",
)


def sides(app: App) -> dict[str, str]:
    """Where each module runs, client or server, as far as its path, directives, imports and markup tell. A view."""
    found: dict[str, str] = {}
    imports: dict[str, set[str]] = {}
    for spot in spots(app, form.Import):
        imports.setdefault(spot.path, set()).add(spot.node.source)  # type: ignore[attr-defined]
    markup = {spot.path for spot in spots(app, form.Element)}
    served = {component.location.path for component in app.components if component.side == "server"}
    for path, module in app.modules.items():
        side = _side(path, module, imports.get(path, set()), path in markup, path in served)
        found[path] = "client" if of_extension(app, path) else side
    unsure = {
        path
        for path, side in found.items()
        if side == "server" and _is_unsure(path, imports.get(path, set()))
    }
    unsure -= served | {endpoint.handler.path for endpoint in app.endpoints}
    unsure -= {path for path in unsure if "use server" in app.modules[path].directives}
    return found | dict.fromkeys(_of_pages(app, found, unsure), "client")


_SERVER_FOLDERS = frozenset({"server", "backend", "functions", "middleware", "controllers", "actions"})
# What no browser has.
_SERVER_PACKAGES = regex(
    r"^(node:|bun:|server-only$|next/(headers|server|cache)$|@prisma/|drizzle-orm|(pg|postgres|mysql2?|mongoose|mongodb|express|fastify|hono|koa|fs|path"
    r"|child_process|crypto|bcrypt(js)?|jsonwebtoken|nodemailer|better-sqlite3|ioredis)(/|$))"
)


def _is_unsure(path: str, imports: set[str]) -> bool:
    """Whether nothing in a module itself says that it runs on a server."""
    *folders, name = path.split("/")
    if (
        path.endswith(".py")
        or ".server." in name
        or _SERVER_FOLDERS & set(folders)
        or "/api/" in path.partition("app/")[2]
    ):
        return False
    return "pages/api/" not in path and not any(map(_SERVER_PACKAGES.match, imports))


def _of_pages(app: App, found: dict[str, str], unsure: set[str]) -> set[str]:
    """The modules that only code of pages imports: `services/notes.ts` of a page runs where the page does."""
    loading = app.view(importers)
    ours: set[str] = set()
    while True:
        more = {
            path
            for path in unsure - ours
            if (others := {one for one in loading.get(path, ()) if not is_test(one)} - {path})
            and all(found.get(one) == "client" or one in ours for one in others)
        }
        if not more:
            return ours
        ours |= more


def _side(path: str, module: form.Module, imports: set[str], markup: bool, served: bool) -> str:
    if module.language == "python" or "use server" in module.directives or served:
        return "server"
    if "use client" in module.directives:
        return "client"
    parts = set(path.split("/")[:-1])
    if (
        parts & {"server", "backend", "api", "functions", "middleware", "controllers", "routes", "actions"}
        and not markup
    ):
        routed = re.search(r"(^|/)(app|pages)/api/", path) is not None or bool(
            parts & {"server", "backend", "actions", "functions"}
        )
        return "client" if parts & {"client", "frontend"} and not routed else "server"
    if parts & {"client", "frontend", "public", "static", "hooks", "components", "contexts", "context"}:
        return "client"
    if markup or imports & set(_BROWSER_PACKAGES):
        return "client"
    return "client" if path.endswith((".jsx", ".tsx")) else "server"
