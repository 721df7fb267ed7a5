"""The files that Next.js gives meaning to by their place: routes, pages, layouts, boundaries, middleware."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from msgspec import Struct

from roadworthy.interpret import Program
from roadworthy.interpret.resolve import parse_relaxed_json
from roadworthy.regex import regex

_CODE = (".tsx", ".ts", ".jsx", ".js", ".mjs", ".mdx")
# https://nextjs.org/docs/app/getting-started/project-structure: the names that the app router knows.
_ROLES = {"page", "route", "layout", "template", "error", "global-error", "not-found", "loading", "default"}
_NEVER_PAGES = {"_app", "_document", "_error", "404", "500"}
_INTERCEPTED = regex(r"^(\(\.\)|\(\.\.\)|\(\.\.\.\))")


class Project(Struct, frozen=True):
    """One Next.js app of the repository: its folder ('' for the repository itself), and its files by place."""

    folder: str
    app_files: tuple[AppFile, ...] = ()
    page_files: tuple[PageFile, ...] = ()
    middleware: tuple[str, ...] = ()


class AppFile(Struct, frozen=True):
    """A file of the app router. `role` is page, route, layout, error, ...; `folder` is where it stands, below which it
    counts; `route` the address that its folder makes; `inner` when it is shown inside another page (a slot, an
    intercepted route)."""

    path: str
    role: str
    folder: str
    route: str
    inner: bool = False


class PageFile(Struct, frozen=True):
    """A file of the pages router. `role` is page, api, _app, _error, ...; `route` its address."""

    path: str
    role: str
    route: str


def projects(program: Program) -> tuple[Project, ...]:
    """Every Next.js app of the repository."""
    paths = [*program.modules, *(path for path in program.paths if path.endswith(".mdx"))]
    found = (_project(folder, paths) for folder in sorted(_folders(program)))
    return tuple(project for project in found if project.app_files or project.page_files)


def _folders(program: Program) -> set[str]:
    """The folders that hold a Next.js app: with its configuration, or with the package among its dependencies."""
    found = set()
    for path in program.paths:
        name = posixpath.basename(path)
        configured = name.startswith("next.config.") and name.endswith(_CODE)
        if configured or (name == "package.json" and "next" in declared_packages(program, path)):
            found.add(posixpath.dirname(path))
    return found


def declared_packages(program: Program, path: str) -> set[str]:
    """The packages that a manifest names, to run with or to develop with; none where it cannot be read."""
    manifest = parse_relaxed_json(program.text(path))
    groups = (manifest.get(group) for group in ("dependencies", "devDependencies"))
    return {name for group in groups if isinstance(group, dict) for name in group}


def _project(folder: str, paths: Iterable[str]) -> Project:
    app_files: list[AppFile] = []
    page_files: list[PageFile] = []
    middleware: list[str] = []
    for path in dict.fromkeys(paths):
        inside = _below(path, folder)
        if inside is None or not inside.endswith(_CODE):
            continue
        inside = inside.removeprefix("src/")
        stem = inside.rsplit(".", 1)[0]
        if inside.startswith("app/"):
            app_files.extend(_app_file(path, stem))
        elif inside.startswith("pages/"):
            page_files.append(_page_file(path, stem.removeprefix("pages/")))
        elif stem in ("middleware", "proxy"):
            middleware.append(path)
    routed = [one.path for one in app_files] + [one.path for one in page_files]
    beside = [path for path in middleware if any(_is_beside(path, one, folder) for one in routed)]
    return Project(folder, tuple(app_files), tuple(page_files), tuple(beside))


def _is_beside(middleware: str, routed: str, folder: str) -> bool:
    """Whether a middleware stands where the routes' own folder stands, in `src` or outside it: Next.js loads no other
    (its reference, "middleware.js": "located at the same level as pages or app")."""
    source = posixpath.join(folder, "src/")
    return middleware.startswith(source) == routed.startswith(source)


def _below(path: str, folder: str) -> str | None:
    if not folder:
        return path
    return path[len(folder) + 1 :] if path.startswith(folder + "/") else None


def _app_file(path: str, stem: str) -> list[AppFile]:
    *parts, role = stem.split("/")[1:] if "/" in stem else []
    if role not in _ROLES or any(part.startswith("_") for part in parts):
        return []
    inner = any(part.startswith("@") or _INTERCEPTED.match(part) for part in parts)
    return [AppFile(path, role, posixpath.dirname(path), _route(parts), inner)]


def _route(parts: list[str]) -> str:
    """The address of folders: groups and slots are no part of it."""
    shown = []
    for part in parts:
        plain = _INTERCEPTED.sub("", part)
        if plain.startswith("@") or (plain.startswith("(") and plain.endswith(")")):
            continue
        shown.append(plain)
    return "/" + "/".join(shown)


def _page_file(path: str, stem: str) -> PageFile:
    if stem in _NEVER_PAGES:
        return PageFile(path, stem, "")
    route = "/" + stem.removesuffix("index").rstrip("/") if stem.split("/")[-1] == "index" else f"/{stem}"
    return PageFile(path, "api" if route.startswith("/api/") or route == "/api" else "page", route)


def around(project: Project, file: AppFile, role: str) -> list[AppFile]:
    """The files of a role in the folder of a file and those above it, outermost first."""
    found = [other for other in project.app_files if other.role == role and _holds(other.folder, file.folder)]
    return sorted(found, key=lambda other: len(other.folder))


def _holds(folder: str, inner: str) -> bool:
    return inner == folder or inner.startswith(folder + "/")
