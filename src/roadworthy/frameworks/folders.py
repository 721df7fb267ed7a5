"""Modules that are loaded by going through their folder: `fs.readdirSync(__dirname).forEach((file) => require(...))`, as
Sequelize's own generator writes it."""

from __future__ import annotations

import posixpath

from roadworthy.frameworks.found import Found
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    Derived,
    External,
    Library,
    Model,
    Run,
    Unknown,
    Value,
)
from roadworthy.languages import form

# More files in one folder than any app goes through by hand.
_MOST = 200


class FolderModules(Model):
    """`require(path.join(__dirname, file))`: every other module of the folder."""

    __slots__ = ("paths",)

    def __init__(self, paths: list[str]) -> None:
        self.paths = paths

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        offered = [run.program.export(path, "default") for path in self.paths]
        made = [run.call(value, args, node) for value in offered if isinstance(value, Closure)]
        return Several([value for value in made if isinstance(value, (Model, ClassValue))])

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self if name == "default" else Derived(f".{name}", (), node)


class Several(Model):
    """One of several things that go by names of their own. Put into a record under its name, each is there."""

    __slots__ = ("values",)

    def __init__(self, values: list[Value]) -> None:
        self.values = values

    def by_name(self) -> dict[str, Value]:
        """Each of them under its name."""
        named = {str(getattr(value, "name", "")): value for value in self.values}
        return {name: value for name, value in named.items() if name}

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        for value in self.values:
            run.call_member(value, name, args, node)
        return Unknown()

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Derived(f".{name}", (self,), node)


def register(library: Library, found: Found) -> None:
    """Tells what a `require` of a name that is only known while it runs leads to."""

    @library.on_call("require")
    def load(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        folder = _folder(run, args.get(0))
        if folder is None:
            return None
        paths = [
            path for path in run.program.modules if posixpath.dirname(path) == folder and path != run.module
        ]
        return FolderModules(sorted(paths)[:_MOST])


def _folder(run: Run, value: Value | None) -> str | None:
    """The folder of a path of which only the file is not known; None for other paths."""
    if isinstance(value, Derived) and value.operation in ("template", "+"):
        parts = list(value.operands)
    elif isinstance(value, External) and value.path in ("path.join()", "path.resolve()") and value.arguments:
        parts = list(value.arguments.positional)
    else:
        return None
    own = posixpath.dirname(run.module)
    if isinstance(parts[0], External) and parts[0].path == "__dirname":
        parts = parts[1:]
    elif not isinstance(parts[0], Constant) or not str(parts[0].value).startswith("."):
        return None
    between = [str(part.value) for part in parts[:-1] if isinstance(part, Constant)]
    if not parts or isinstance(parts[-1], Constant) or len(between) != len(parts) - 1:
        return None
    return posixpath.normpath(posixpath.join(own, *(part.strip("/") or "." for part in between)))
