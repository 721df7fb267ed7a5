"""Modules that Python apps find by looking into a folder: `importlib.import_module` of every name that a folder has."""

from __future__ import annotations

import posixpath
import re

from roadworthy.frameworks.fastapi.statics import folder_of
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.own_paths import OwnPath, inside
from roadworthy.interpret import Args, Constant, External, Library, ListValue, Run, Unknown, Value
from roadworthy.interpret.namespaces import Namespace
from roadworthy.languages import form


def register(library: Library, found: Found) -> None:
    """Tells what paths that begin at a module's own file are, what such a folder holds, and what is imported by its name."""
    library.on_call("pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath")(_path)
    library.on_call("importlib.import_module", "__import__", "werkzeug.utils.import_string")(_import_module)
    library.on_call("os.listdir")(_listdir)
    library.on_call("pkgutil.iter_modules")(_iter_modules)


def _path(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    own = args.get(0)
    if not isinstance(own, External) or own.path != "__file__":
        return None
    made = External("pathlib.Path()", args, node, (run.module, node))
    return OwnPath(made, run.module)


def _listdir(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    names = [posixpath.basename(path) for path in inside(run, _folder(run, args.get(0)), "*")]
    return ListValue([Constant(name) for name in names]) if names else None


def _iter_modules(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """`for info in pkgutil.iter_modules([folder])`, `for _, name, is_package in ...`."""
    given = args.get(0, "path")
    places = given.items if isinstance(given, ListValue) else [given]
    prefix = args.get(1, "prefix")
    begins = str(prefix.value) if isinstance(prefix, Constant) else ""
    infos: list[Value] = []
    for path in (path for place in places for path in inside(run, _folder(run, place), "*")):
        name = posixpath.basename(path).removesuffix(".py")
        if not name.startswith("__"):
            infos.append(_info(begins + name, package=not path.endswith(".py")))
    return ListValue(infos) if infos else None


def _info(name: str, *, package: bool) -> Value:
    parts: list[Value] = [Unknown(), Constant(name), Constant(package)]
    return ModuleInfo(parts)


class ModuleInfo(ListValue):
    """What is told of a module that was found: a tuple whose parts have names."""

    __slots__ = ()

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        names = ("module_finder", "name", "ispkg")
        return self.items[names.index(name)] if name in names else super().member(run, name, node)


def _folder(run: Run, value: Value | None) -> str:
    """A folder of the repository; a path that is no file's or folder's own where it is not known."""
    if isinstance(value, External) and value.path == "__path__":
        return posixpath.dirname(run.module)
    return (folder_of(value, run.module) if value is not None else "") or "?"


def _import_module(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    named = args.get(0, "name")
    if not isinstance(named, Constant) or not isinstance(named.value, str):
        return None
    # `import_module(f"{__name__}.routes")`, `import_module(".routes", package=__name__)`.
    name = re.sub(r"^__main__(?=\.)", "", named.value.split(":")[0])
    path = run.program.resolve(name, run.module)
    if path is None or path not in run.program.modules:
        return None
    run.program.state(path)
    return Namespace(path)
