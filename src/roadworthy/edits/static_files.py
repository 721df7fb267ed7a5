"""Edits of servers that send files: compression before them, a lifetime on them."""

from __future__ import annotations

import posixpath
import re

from roadworthy.app import App, Location
from roadworthy.app.static_files import StaticFiles
from roadworthy.edits.edit import Change
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.source import SourceFile
from roadworthy.edits.timeouts import call_at
from roadworthy.errors import RepairRefused
from roadworthy.languages import form


def use_compression(app: App, application: Location) -> list[Change]:
    """`app.use(compression())` right behind where an Express app is made. Raises RepairRefused."""
    source = SourceFile(app, application.path)
    statement = _made_in(app, application)
    line = f"{_name(statement)}.use(compression()){source.semicolon}"
    text = source.content.decode(errors="replace")
    return [*_import_compression(source, text), source.after_line(statement.span.end, line)]


def _import_compression(source: SourceFile, text: str) -> list[Change]:
    """Imported the way the file imports Express: default, namespace or require."""
    if source.imports("compression"):
        return []
    required = re.search(
        r"^([ \t]*(?:const|var|let)\s+)\w+(\s*=\s*require\(['\"])express(['\"]\).*)$", text, re.M
    )
    if required:
        line = f"{required[1]}compression{required[2]}compression{required[3]}\n"
        return [source.insert(len(text[: required.end()].encode()) + 1, line)]
    if re.search(r"import\s+\*\s+as\s+\w+\s+from\s+['\"]express['\"]", text):
        found = re.search(r"import\s+\*\s+as\s+\w+\s+from\s+['\"]express['\"].*\n", text)
        offset = len(text[: found.start()].encode()) if found else 0
        line = f"import * as compression from {source.quote}compression{source.quote}{source.semicolon}\n"
        return [source.insert(offset, line)]
    found = re.search(r"^import\b[^\n]*['\"]express['\"]", text, re.M)
    if found is None:
        return source.import_default("compression", "compression")
    line = f"import compression from {source.quote}compression{source.quote}{source.semicolon}\n"
    return [source.insert(len(text[: found.start()].encode()), line)]


def use_gzip(app: App, application: Location) -> list[Change]:
    """`app.add_middleware(GZipMiddleware)` right behind where a FastAPI app is made. Raises RepairRefused."""
    source = SourceFile(app, application.path)
    statement = _made_in(app, application)
    line = f"{_name(statement)}.add_middleware(GZipMiddleware, minimum_size=500)"
    imports = import_from(source, ["GZipMiddleware"], "fastapi.middleware.gzip")
    return [*imports, source.after_line(statement.span.end, line)]


def set_headers(app: App, mount: StaticFiles, function: str, module: str) -> list[Change]:
    """`express.static(folder, { setHeaders: function })`, the function imported from a file of the app."""
    source = SourceFile(app, mount.location.path)
    call = call_at(app, mount.location)
    option = f"setHeaders: {function}"
    imports = source.import_named([function], source.path_to(module))
    if len(call.arguments) < 2:
        return [*imports, source.insert(call.arguments[0].span.end, f", {{ {option} }}")]
    options = call.arguments[1]
    if not isinstance(options, form.Record):
        raise RepairRefused("its options are not written out", where=str(mount.location))
    return [
        *imports,
        source.insert(options.span.start + 1, f" {option}," if options.entries else f" {option} "),
    ]


def replace_static_class(app: App, mount: StaticFiles, name: str, module: str) -> list[Change]:
    """`StaticFiles(...)` made by another class, imported from a file of the app."""
    source = SourceFile(app, mount.location.path)
    for node in form.walk(app.modules[mount.location.path].body):
        inside = mount.location.start <= node.span.start and node.span.end <= mount.location.end
        callee = node.callee if inside and isinstance(node, form.Call) else None
        if isinstance(callee, form.Name) and callee.name == "StaticFiles":
            dotted = posixpath.splitext(module)[0].replace("/", ".")
            imports = _import_instead(source, name, dotted)
            return [*imports, Change(source.path, callee.span.start, callee.span.end, name)]
    raise RepairRefused("StaticFiles(...) is not where it was found", where=str(mount.location))


def _import_instead(source: SourceFile, name: str, module: str) -> list[Change]:
    """Imports the new class, and no longer the old one when nothing else in the file uses it."""
    changes = source.import_named([name], module)
    line = re.search(rb"^from [\w.]+ import StaticFiles\n", source.content, re.M)
    if line is not None and len(re.findall(rb"\bStaticFiles\b", source.content)) == 2:
        changes.append(Change(source.path, line.start(), line.end(), ""))
    return changes


def _made_in(app: App, application: Location) -> form.Define:
    """The definition of the variable that holds the server app."""
    module = app.modules.get(application.path)
    for node in form.walk(module.body if module is not None else ()):
        if isinstance(node, form.Define) and node.value is not None and isinstance(node.target, form.Name):
            span = node.value.span
            if span.start <= application.start and application.end <= span.end:
                return node
    raise RepairRefused("the server app is not kept in a variable", where=str(application))


def _name(statement: form.Define) -> str:
    assert isinstance(statement.target, form.Name)
    return statement.target.name
