"""In which order modules are evaluated: as far as it matters, the one in which the app itself runs them."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping

from roadworthy.languages import form
from roadworthy.regex import regex

# What a server or a person starts, where several modules are imported by nobody.
_STARTS = ("manage.py", "wsgi.py", "asgi.py", "main.py", "app.py", "run.py", "server.py", "__main__.py")
# What Node is usually told to run.
_NODE_STARTS = regex(r"^(server|index|app|main|start|bootstrap|www)\.[cm]?[jt]s$")


def evaluation_order(
    modules: Mapping[str, form.Module], resolve: Callable[[str, str], str | None]
) -> list[str]:
    """All modules. Python's that nobody imports, and JavaScript's that listen, come before the others: they import the
    rest in the order that the authors tried, which in a circle of imports decides what is there already."""
    python = [path for path, module in modules.items() if module.language == "python"]
    imported = {found for path in python for found in _imports(path, modules[path], resolve) if found != path}
    first = sorted((path for path in python if path not in imported), key=_rank)
    first += [path for path, module in modules.items() if _listens(path, module)]
    return [*first, *(path for path in modules if path not in set(first))]


def _rank(path: str) -> tuple[int, int, str]:
    name = posixpath.basename(path)
    return (_STARTS.index(name) if name in _STARTS else len(_STARTS), path.count("/"), path)


def _listens(path: str, module: form.Module) -> bool:
    """Whether a module of JavaScript starts a server, though others may import what it exports."""
    if not _NODE_STARTS.match(posixpath.basename(path)):
        return False
    return any(
        isinstance(node, form.Call) and isinstance(node.callee, form.Member) and node.callee.name == "listen"
        for node in form.walk(module.body)
    )


def _imports(path: str, module: form.Module, resolve: Callable[[str, str], str | None]) -> Iterator[str]:
    for node in form.walk(module.body):
        if isinstance(node, form.Import):
            yield from _leads_to(node, path, resolve)


def _leads_to(node: form.Import, path: str, resolve: Callable[[str, str], str | None]) -> Iterator[str]:
    found = resolve(node.source, path)
    if found is not None:
        yield found
    for name in node.names:
        dotted = f"{node.source}.{name.imported}" if node.source.strip(".") else node.source + name.imported
        inner = resolve(dotted, path) if name.imported != "*" else None
        if inner is not None:
            yield inner
