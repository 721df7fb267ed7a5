"""Edits of one source file, by span: what is not touched keeps its format, comments and quotes."""

from __future__ import annotations

import posixpath
import re

from roadworthy.app import App, Location
from roadworthy.edits.edit import Change
from roadworthy.languages import form


class SourceFile:
    """One file of the app as text to edit. Offsets are bytes, as in `Location`."""

    def __init__(self, app: App, path: str) -> None:
        self.path = path
        self.content = app.read(path)
        self.module: form.Module | None = app.modules.get(path)

    # --- reading ------------------------------------------------------------------------------------

    def text(self, place: Location | form.Span) -> str:
        """The source at a place of this file."""
        return self.content[place.start : place.end].decode()

    def line_start(self, offset: int) -> int:
        """Where the line of an offset begins."""
        return self.content.rfind(b"\n", 0, offset) + 1

    def indent(self, offset: int) -> str:
        """The white space that the line of an offset begins with."""
        start = self.line_start(offset)
        match = re.match(rb"[ \t]*", self.content[start:])
        return match.group().decode() if match else ""

    @property
    def quote(self) -> str:
        """The quote that the file prefers."""
        return "'" if self.content.count(b"'") > self.content.count(b'"') else '"'

    @property
    def semicolon(self) -> str:
        """';' where the file ends its statements so."""
        return ";" if len(re.findall(rb";[ \t]*\r?\n", self.content)) * 8 > self.content.count(b"\n") else ""

    # --- editing ------------------------------------------------------------------------------------

    def replace(self, location: Location, text: str) -> Change:
        """Puts a text in place of a location."""
        return Change(self.path, location.start, location.end, text)

    def insert(self, offset: int, text: str) -> Change:
        """Puts a text in at an offset."""
        return Change(self.path, offset, offset, text)

    def before_line(self, offset: int, lines: str) -> Change:
        """Puts lines above the line of an offset, indented like it."""
        start = self.line_start(offset)
        return self.insert(start, _indented(lines, self.indent(offset)))

    def after_line(self, offset: int, lines: str, indent: str | None = None) -> Change:
        """Puts lines below the line of an offset, indented like it (or by `indent`)."""
        end = self.content.find(b"\n", offset)
        margin = self.indent(offset) if indent is None else indent
        if end < 0:
            return self.insert(len(self.content), "\n" + _indented(lines, margin))
        return self.insert(end + 1, _indented(lines, margin))

    # --- imports ------------------------------------------------------------------------------------

    def imports(self, name: str) -> bool:
        """Whether a name is bound by an import or a definition at the module's top."""
        for statement in self.module.body if self.module is not None else ():
            if isinstance(statement, form.Import) and any(n.local == name for n in statement.names):
                return True
            if isinstance(statement, (form.Function, form.Class)) and statement.name == name:
                return True
            defines = isinstance(statement, form.Define) and isinstance(statement.target, form.Name)
            if defines and statement.target.name == name:  # type: ignore[union-attr]
                return True
        return False

    def import_named(self, names: list[str], source: str) -> list[Change]:
        """Imports names from a module unless they are there already. JavaScript and Python."""
        missing = [name for name in names if not self.imports(name)]
        if not missing:
            return []
        if self.module is not None and self.module.language == "python":
            line = f"from {source} import {', '.join(missing)}"
        else:
            line = f"import {{ {', '.join(missing)} }} from {self.quote}{source}{self.quote}{self.semicolon}"
        return [self.insert(self._import_offset(), line + "\n")]

    def import_default(self, name: str, source: str) -> list[Change]:
        """`import name from "source"`, unless the name is bound already."""
        if self.imports(name):
            return []
        line = f"import {name} from {self.quote}{source}{self.quote}{self.semicolon}"
        return [self.insert(self._import_offset(), line + "\n")]

    @property
    def import_offset(self) -> int:
        """Where the first line after the imports begins."""
        return self._import_offset()

    def _import_offset(self) -> int:
        """Behind the last import at the top; else behind docstring and directives."""
        offset = 0
        for statement in self.module.body if self.module is not None else ():
            docstring = isinstance(statement, form.Evaluate) and isinstance(statement.value, form.Literal)
            if isinstance(statement, form.Import) or (docstring and offset == 0):
                end = self.content.find(b"\n", statement.span.end)
                offset = len(self.content) if end < 0 else end + 1
        return offset

    def path_to(self, target: str) -> str:
        """How this file imports another of the repository: './lib/x', without its ending."""
        relative = posixpath.relpath(target, posixpath.dirname(self.path) or ".")
        stem = re.sub(r"\.(tsx?|jsx?|mjs|cjs)$", "", relative)
        stem = stem if stem.startswith(".") else f"./{stem}"
        return f"{stem}.js" if self.writes_endings else stem

    @property
    def writes_endings(self) -> bool:
        """Whether this file's relative imports name the compiled ending (Node's ESM rule)."""
        return bool(re.search(rb"""from\s+['"]\.{1,2}/[^'"]+\.js['"]""", self.content))


def _indented(lines: str, margin: str) -> str:
    return "".join(f"{margin}{line}\n" if line else "\n" for line in lines.rstrip("\n").split("\n"))


def free_path(app: App, path: str, text: str) -> str:
    """A path for a new file: the one wished for, unless a file of other content is there already; then with `-2`."""
    here = app.root / path
    if not here.exists() or here.read_bytes() == text.encode():
        return path
    stem, dot, ending = path.rpartition(".")
    return f"{stem}-2{dot}{ending}"
