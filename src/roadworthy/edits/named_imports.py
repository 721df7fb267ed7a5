"""Adds names to an import that a file has already, so that one module is imported once."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence

from roadworthy.edits.edit import Change
from roadworthy.edits.source import SourceFile
from roadworthy.languages import form

Rank = Callable[[str], str]


def import_from(source: SourceFile, names: Sequence[str], module: str) -> list[Change]:
    """Imports names from a module: into the import of it that is there, else by a line of its own.

    JavaScript and Python. Names that are bound at the module's top already are left out.
    """
    missing = [name for name in dict.fromkeys(names) if not source.imports(name)]
    if not missing:
        return []
    for statement in source.module.body if source.module is not None else ():
        if isinstance(statement, form.Import) and statement.source == module:
            listed = _listed(source, statement)
            if listed is not None:
                return _into(source, *listed, missing)
    if source.module is not None and source.module.language == "python":
        return _new_line(source, missing, module)
    return source.import_named(missing, module)


def _new_line(source: SourceFile, names: list[str], module: str) -> list[Change]:
    """A Python import where it belongs: behind another of the same package, else before the first from outside."""
    line = f"from {module} import {', '.join(sorted(names, key=_classes_first))}\n"
    imports = (
        [s for s in source.module.body if isinstance(s, form.Import)] if source.module is not None else []
    )
    package = module.split(".")[0]
    same = [s for s in imports if s.source.split(".")[0] == package and s.source < module]
    if same:
        end = source.content.find(b"\n", same[-1].span.end)
        return [source.insert(end + 1, line)]
    later = [s for s in imports if s.source.split(".")[0] == package]
    if later:
        return [source.insert(source.line_start(later[0].span.start), line)]
    outside = (s for s in imports if s.source.split(".")[0] not in {"__future__", *sys.stdlib_module_names})
    first = next(outside, None)
    if first is None or package.startswith("."):
        return source.import_named(names, module)
    return [source.insert(source.line_start(first.span.start), line)]


def _listed(source: SourceFile, statement: form.Import) -> tuple[int, int] | None:
    """Where the names of an import stand, braces and parentheses left out; None where it has no list."""
    text = source.content[statement.span.start : statement.span.end]
    match = re.match(rb"import\s+(?:\w+\s*,\s*)?\{([^}]*)\}", text)
    match = match or re.match(rb"from\s+[\w.]+\s+import\s+\(([^)]*)\)", text)
    match = match or re.match(rb"from\s+[\w.]+\s+import\s+([^(*\n\\#;]+)", text)
    if match is None or b"//" in match.group(1) or b"#" in match.group(1):
        return None
    return statement.span.start + match.start(1), statement.span.start + match.end(1)


def _into(source: SourceFile, start: int, end: int, names: list[str]) -> list[Change]:
    """Puts each name where the alphabet wants it when the list follows it, else behind the last."""
    text = source.content[start:end]
    written = [
        (m.group().decode().strip(), start + m.start()) for m in re.finditer(rb"[A-Za-z_$][^,]*", text)
    ]
    if not written:
        return [source.insert(start, f" {', '.join(names)} ")]
    margin = "\n" + source.indent(written[0][1]) if b"\n" in text else " "
    order = next((rank for rank in (_alphabet, _classes_first) if _follows(written, rank)), None)
    return [_put(source, written, name, margin, order) for name in sorted(names, key=order or _alphabet)]


def _follows(written: list[tuple[str, int]], rank: Rank) -> bool:
    names = [name for name, _ in written]
    return names == sorted(names, key=rank)


def _put(
    source: SourceFile, written: list[tuple[str, int]], name: str, margin: str, order: Rank | None
) -> Change:
    after = next((at for other, at in written if order is not None and order(other) > order(name)), None)
    if after is not None:
        return source.insert(after, f"{name},{margin}")
    last, at = written[-1]
    return source.insert(at + len(last.encode()), f",{margin}{name}")


def _alphabet(name: str) -> str:
    return name.removeprefix("type ").lower()


def _classes_first(name: str) -> str:
    """The order of Python's isort: classes before functions."""
    return f"{int(name[:1].islower())}{name.lower()}"


def drop_import(source: SourceFile, name: str) -> list[Change]:
    """Takes a name out of its import when the file does not use it more than once (the use that a repair replaces)."""
    uses = len(re.findall(rb"\b" + re.escape(name.encode()) + rb"\b", source.content))
    for statement in source.module.body if source.module is not None and uses <= 2 else ():
        if isinstance(statement, form.Import) and any(n.local == name for n in statement.names):
            listed = _listed(source, statement)
            if listed is None or len(statement.names) < 2:
                return []
            start, end = listed
            match = re.search(
                rb"\b" + re.escape(name.encode()) + rb"\b\s*,?[ \t]*(\n[ \t]*)?", source.content[start:end]
            )
            if match is None:
                return []
            first, last = start + match.start(), start + match.end()
            if b"," not in match.group():
                # The last of the list: the comma before it goes along.
                first, last = (
                    start + len(source.content[start:first].rstrip().rstrip(b",")),
                    first + len(name),
                )
            return [Change(source.path, first, last, "")]
    return []
