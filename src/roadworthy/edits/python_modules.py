"""How modules of a Python app import each other."""

from __future__ import annotations

import posixpath

from roadworthy.app import App
from roadworthy.edits.source import SourceFile
from roadworthy.languages import form


def module_name(app: App, source: SourceFile, target: str) -> str:
    """The dotted name by which a file imports another (`app.validation`, `..validation`), in the way that it imports
    its neighbours."""
    imported = [
        s.source
        for s in (source.module.body if source.module is not None else ())
        if isinstance(s, form.Import)
    ]
    if any(name.startswith(".") for name in imported):
        return _relative(source.path, target)
    root = next((found for name in imported if (found := _root(app, name)) is not None), None)
    if root is None:
        root = _package_root(app, target)
    return posixpath.splitext(target[len(root) :])[0].replace("/", ".")


def _relative(importer: str, target: str) -> str:
    folder = posixpath.dirname(importer)
    path = posixpath.relpath(posixpath.splitext(target)[0], folder or ".")
    up = path.count("../")
    return "." * (up + 1) + path.replace("../", "").replace("/", ".")


def _root(app: App, name: str) -> str | None:
    """The folder that an absolute import starts from: '' or 'backend/'."""
    for stem in (f"{name.replace('.', '/')}.py", f"{name.replace('.', '/')}/__init__.py"):
        for path in app.modules:
            if path == stem or path.endswith(f"/{stem}"):
                return path[: len(path) - len(stem)]
    return None


def _package_root(app: App, target: str) -> str:
    """The folder above the outermost package that a file lies in."""
    folder = posixpath.dirname(target)
    while folder and f"{folder}/__init__.py" in app.modules:
        folder = posixpath.dirname(folder)
    return f"{folder}/" if folder else ""


def server_package(app: App) -> str:
    """The folder for new modules: that of the module that makes the application, else of the tables."""
    for path, module in sorted(app.modules.items(), key=lambda item: item[0].count("/")):
        for node in module.body if module.language == "python" else ():
            if isinstance(node, form.Define) and isinstance(node.value, form.Call):
                callee = node.value.callee
                if isinstance(callee, form.Name) and callee.name in ("FastAPI", "Flask"):
                    return posixpath.dirname(path)
    return posixpath.dirname(app.tables[0].location.path) if app.tables else ""
