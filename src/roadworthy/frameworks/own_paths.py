"""Paths that begin at a module's own file, and what lies there in the repository."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from fnmatch import fnmatchcase

from roadworthy.interpret import Args, Constant, External, ListValue, Run, Value
from roadworthy.languages import form

# More files in one folder than an app loads one by one.
_MOST = 32
_SAME = ("resolve", "absolute", "expanduser")


class OwnPath(External):
    """A path that begins at a module's own file: `Path(__file__).parent / "routes"`; `where` is its place in the repository."""

    __slots__ = ("where",)

    def __init__(self, made: External, where: str) -> None:
        super().__init__(made.path, made.arguments, made.node, made.made, made.asked)
        self.where = where

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        named = posixpath.basename(self.where)
        if name == "name":
            return Constant(named, node)
        if name == "stem":
            return Constant(posixpath.splitext(named)[0], node)
        made = super().member(run, name, node)
        if name == "parent" and isinstance(made, External):
            return OwnPath(made, posixpath.dirname(self.where))
        return made

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in _SAME:
            return self
        if name == "joinpath":
            parts = [part.value for part in args.positional if isinstance(part, Constant)]
            return self._below(*map(str, parts)) if len(parts) == len(args.positional) else None
        asked = args.get(0)
        if name == "iterdir":
            return self._listed(inside(run, self.where, "*"))
        if name in ("glob", "rglob") and isinstance(asked, Constant):
            pattern = str(asked.value) if name == "glob" else f"**/{asked.value}"
            return self._listed(inside(run, self.where, pattern))
        return None

    def operate(self, run: Run, operator: str, operands: tuple[Value, ...], node: form.Node) -> Value | None:
        if operator != "/" or operands[0] is not self or not isinstance(operands[1], Constant):
            return None
        return self._below(str(operands[1].value))

    def _below(self, *parts: str) -> OwnPath:
        return OwnPath(self, posixpath.normpath(posixpath.join(self.where, *parts)))

    def _listed(self, paths: list[str]) -> Value | None:
        return ListValue([OwnPath(self, path) for path in paths]) if paths else None


def inside(run: Run, folder: str, pattern: str) -> list[str]:
    """The modules and folders of modules below a folder that a pattern of `Path.glob` names."""
    prefix = "" if folder in ("", ".") else f"{folder}/"
    below = [path.removeprefix(prefix) for path in run.program.modules if path.startswith(prefix)]
    # `**/` is any number of folders, none as well.
    deep = pattern.startswith("**/")
    wanted = pattern.removeprefix("**/").split("/")
    found = []
    for path in sorted({part for one in below for part in _parts(one)}):
        steps = path.split("/")
        steps = steps[-len(wanted) :] if deep else steps
        if len(steps) == len(wanted) and all(map(fnmatchcase, steps, wanted)):
            found.append(prefix + path)
    return found[:_MOST]


def _parts(path: str) -> Iterable[str]:
    """A file and the folders that it lies in."""
    while path:
        yield path
        path = posixpath.dirname(path)
