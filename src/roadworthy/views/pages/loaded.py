"""Which code of the page is used at all: a component that nothing imports and a script that no page names are left over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.source.purpose import is_test
from roadworthy.views.code.dotted import last_name
from roadworthy.views.code.syntax import everything

# Files that a framework, a bundler or a server finds by their name.
_ENTRY = regex(
    r"^(main|index|app|server|middleware|layout|page|route|loading|error|template|not-found|default|global-error|global|root|"
    r"_app|_document|_error|instrumentation|sw|service-?worker|proxy|bootstrap|client|worker|entry[\w.-]*|preload|background|content|manifest|sitemap|robots|"
    r"opengraph-image|icon|register[\w-]*|setup[\w-]*|polyfills?|reportWebVitals|firebase-messaging-sw|\+\w+)$",
    re.I,
)
_BY_FOLDER = frozenset({"pages", "routes", "app", "api", "plugins", "layouts", "islands"})
_SCRIPT_FOLDERS = frozenset({"static", "public", "assets", "js", "scripts"})
_EXTENSION = regex(r"\.(tsx?|jsx?|mjs|cjs|mts)$")


def left_over(app: App) -> frozenset[str]:
    """The modules of the page that nothing loads. Server code is never among them. A view."""
    loading = app.view(importers)
    named = _names_in_pages(app)
    dead: set[str] = set()
    while True:
        more = {
            path
            for path in app.modules
            if path not in dead
            and _is_of_page(app, path)
            and not _is_entry(path, named)
            and loading.get(path, set()) <= dead | {path}
        }
        if not more:
            return frozenset(dead)
        dead |= more


def _is_of_page(app: App, path: str) -> bool:
    module = app.modules[path]
    if module.language == "python" or is_test(path):
        return False
    if path.endswith((".tsx", ".jsx")):
        return True
    plain = not any(isinstance(node, (form.Import, form.Export)) for node in module.body)
    return plain and path.endswith(".js") and bool(_SCRIPT_FOLDERS & set(path.split("/")[:-1]))


def _is_entry(path: str, named: frozenset[str]) -> bool:
    *folders, name = path.split("/")
    stem = _EXTENSION.sub("", name)
    if _ENTRY.match(stem) or name in named or ".config" in name:
        return True
    return bool(_BY_FOLDER & set(folders[:3])) and not {
        "components",
        "ui",
        "_components",
        "hooks",
        "lib",
    } & set(folders)


def _names_in_pages(app: App) -> frozenset[str]:
    """File names that a page, a template or package.json mentions."""
    found: set[str] = set()
    for file in app.repository.files:
        if file.language == "html" or file.path.endswith(
            (
                "package.json",
                ".ejs",
                ".hbs",
                ".pug",
                ".jinja",
                ".j2",
                ".njk",
                "manifest.json",
                "wxt.config.ts",
            )
        ):
            found |= set(re.findall(r"[\w.-]+\.(?:tsx?|jsx?|mjs)\b", app.text(file.path)))
    return frozenset(found)


def importers(app: App) -> dict[str, set[str]]:
    """Who imports each file. Imports are matched by the end of their path, so that an alias needs no resolving. A view."""
    by_tail: dict[str, list[str]] = {}
    for path in app.modules:
        plain = _EXTENSION.sub("", path)
        plain = plain.removesuffix("/index") if plain.endswith("/index") else plain
        by_tail.setdefault(plain.rsplit("/", 1)[-1].lower(), []).append(plain)
    full: dict[str, list[str]] = {}
    for path in app.modules:
        plain = _EXTENSION.sub("", path)
        full.setdefault(plain.removesuffix("/index"), []).append(path)
    found: dict[str, set[str]] = {}
    for path, source in _sources(app):
        tail = _EXTENSION.sub("", source).strip("/")
        parts = [
            part for part in tail.split("/") if part not in (".", "..", "@", "~", "#", "src", "$lib", "")
        ]
        for plain in by_tail.get(parts[-1].lower() if parts else "", ()):
            if f"/{plain}".lower().endswith("/" + "/".join(parts[-2:]).lower()) or len(parts) == 1:
                for target in full.get(plain, ()):
                    found.setdefault(target, set()).add(path)
        if tail.startswith("."):
            for target in full.get(_joined(path, source), ()):
                found.setdefault(target, set()).add(path)
    return found


def _joined(path: str, source: str) -> str:
    """Where a relative import leads."""
    parts = path.split("/")[:-1]
    for part in _EXTENSION.sub("", source).split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in (".", ""):
            parts.append(part)
    return "/".join(parts)


def _sources(app: App) -> Iterator[tuple[str, str]]:
    """Every import of a file: (file, what it names)."""
    code = app.view(everything)
    for kind in (form.Import, form.Export):
        for spot in code.of(kind):
            if spot.node.source:  # type: ignore[attr-defined]
                yield spot.path, spot.node.source  # type: ignore[attr-defined]
    for spot in code.of(form.Call):
        call = spot.node
        assert isinstance(call, form.Call)
        if last_name(call.callee) not in ("require", "import") and not isinstance(call.callee, form.Other):
            continue
        argument = call.arguments[0] if call.arguments else None
        if isinstance(argument, form.Literal) and isinstance(argument.value, str):
            yield spot.path, argument.value
