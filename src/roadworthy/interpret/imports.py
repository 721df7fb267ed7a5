"""What an import binds and an export offers."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from roadworthy.interpret.namespaces import Namespace
from roadworthy.interpret.resolve import package_of
from roadworthy.interpret.values import External, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.program import ModuleState, Program
    from roadworthy.interpret.run import Run
    from roadworthy.interpret.scope import Scope

# Bundlers import these, and no module stands in them.
_NO_MODULES = frozenset(
    ("css", "scss", "svg", "png", "jpg", "jpeg", "webp", "json", "md", "mp3", "gif", "ico")
)


def bind_import(run: Run, node: form.Import, scope: Scope) -> None:
    """Binds the names of an import, evaluating the module it leads to."""
    program = run.program
    path = program.resolve(node.source, run.module)
    if path in program.modules and path is not None:
        program.state(path)
    if program.language(run.module) == "python":
        for name in node.names:
            _bind_python_name(run, node, path, name, scope)
        return
    if path is None and program.is_local(node.source, run.module):
        _note_unresolved(run, node)
    for name in node.names:
        scope.bind(name.local, _imported(run, path, node.source, name.imported, node))


def _note_unresolved(run: Run, node: form.Import) -> None:
    if node.source.rsplit(".", 1)[-1] not in _NO_MODULES and not _is_generated(run, node.source):
        run.program.note(run.module, node, f"import of '{node.source}' leads to no file")


def _is_generated(run: Run, source: str) -> bool:
    """Whether a generator writes it when the app is built (Prisma's client): there is no file of it to read."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(run.module), source))
    return any(f"{path}/".startswith(f"{folder}/") for folder in run.program.generated)


def _imported(run: Run, path: str | None, source: str, name: str, node: form.Node) -> Value:
    from roadworthy.interpret.run import Reference

    program = run.program
    if path is not None and path in program.modules:
        return Namespace(path) if name == "*" else Reference(path, name)
    package = program.package(source, run.module)
    if name in ("*", "default"):
        return External(package, None, node)
    whole = f"{package}.{name}"
    return program.library.value(whole) or External(whole, None, node)


def _bind_python_name(
    run: Run, node: form.Import, path: str | None, name: form.ImportName, scope: Scope
) -> None:
    from roadworthy.interpret.run import Reference

    if name.imported == "*":
        _bind_whole(run, node, path, name, scope)
    elif path is not None and path in run.program.modules:
        scope.bind(name.local, Reference(path, name.imported))
    else:
        scope.bind(name.local, _python_member(run, node, name))


def _bind_whole(run: Run, node: form.Import, path: str | None, name: form.ImportName, scope: Scope) -> None:
    """`from x import *` and `import x.y as z`."""
    program = run.program
    if name.local != "*":
        dotted = node.source if name.local != node.source.split(".")[0] else name.local
        target = program.resolve(dotted, run.module)
        known = target if target in program.modules else None
        scope.bind(name.local, Namespace(known) if known else External(dotted, None, node))
    elif path is not None:
        program.state(run.module).stars.append(path)
        _copy_names(program, path, scope)
    else:
        program.state(run.module).packages.append(node.source)


def _python_member(run: Run, node: form.Import, name: form.ImportName) -> Value:
    """A module of a package of the app (`from . import models`), else what another package has."""
    program = run.program
    within = node.source.strip(".")
    asked = f"{node.source.rstrip('.')}.{name.imported}" if within else node.source + name.imported
    inner = program.resolve(asked, run.module)
    if inner is not None and inner in program.modules:
        program.state(inner)
        return Namespace(inner)
    path = f"{node.source}.{name.imported}"
    return program.library.value(path) or External(path, None, node)


def _copy_names(program: Program, path: str, scope: Scope) -> None:
    from roadworthy.interpret.run import Reference

    for name in program.state(path).scope.names:
        if not name.startswith("_") and name not in ("module", "exports"):
            scope.bind(name, Reference(path, name))


def bind_export(run: Run, node: form.Export) -> None:
    """Notes what a module offers."""
    program = run.program
    state = program.state(run.module)
    source = ""
    if node.source is not None:
        found = program.resolve(node.source, run.module)
        if found is None or found not in program.modules:
            _pass_on(state, node)
            return
        program.state(found)
        source = found
    for name in node.names:
        if name.exported == "*":
            state.stars.append(source)
        else:
            state.offered[name.exported] = (source, name.local)


def _pass_on(state: ModuleState, node: form.Export) -> None:
    """`export { default } from "a-package"`."""
    package = (node.source or "").removeprefix("node:")
    for name in node.names:
        if name.exported == "*":
            state.packages.append(package_of(package))
            continue
        path = package if name.local == "default" else f"{package}.{name.local}"
        state.scope.bind(f"export {name.exported}", External(path, None, node))
        state.offered[name.exported] = ("", f"export {name.exported}")


__all__ = ["bind_export", "bind_import"]
