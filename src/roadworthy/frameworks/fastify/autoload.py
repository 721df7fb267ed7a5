"""@fastify/autoload: every module of a folder is a plugin, under the names of the folders that it lies in
(https://github.com/fastify/fastify-autoload, "Plugin Configuration")."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.frameworks.known_text import text_of
from roadworthy.interpret import Closure, Constant, Derived, External, Model, ObjectValue, Run, Value
from roadworthy.regex import regex

_NAMES = ("@fastify/autoload", "fastify-autoload")
_SCRIPT = regex(r"(?<!\.d)\.[cm]?[jt]s$")
_TEST = regex(r"\.(test|spec)\.")
_INDEX = regex(r"^index\.[cm]?[jt]s$")
_HOOKS = regex(r"^autohooks\.[cm]?[jt]s$")
_HERE = ("__dirname", "import.meta.dirname", "path.dirname()")


class Loaded(Struct, frozen=True):
    """A module that is registered, under which prefix, and the plugins whose hooks stand around it."""

    plugin: Value
    prefix: str
    hooks: tuple[Value, ...] = ()


def is_autoload(plugin: Value | None) -> bool:
    """Whether a plugin is the one that loads folders."""
    path = plugin.path if isinstance(plugin, External) else ""
    return path.removesuffix(".default").removesuffix(".fastifyAutoload") in _NAMES


def loaded(run: Run, options: Value | None) -> list[Loaded] | None:
    """What is loaded from the folder that the options name; None where that is not known."""
    fields = options.fields if isinstance(options, ObjectValue) else {}
    folder = _folder(run, fields.get("dir"))
    if folder is None:
        return None
    given = fields.get("options")
    around = text_of(given.fields.get("prefix")) if isinstance(given, ObjectValue) else ""
    named = not _is(fields.get("dirNameRoutePrefix"), False)
    below = [path for path in run.program.modules if path.startswith(f"{folder}/") and not _TEST.search(path)]
    found = []
    for path in _plugins(sorted(filter(_SCRIPT.search, below))):
        plugin = run.program.export(path, "default")
        if not isinstance(plugin, (Closure, Model)):
            continue
        inner = posixpath.dirname(path)[len(folder) :] if named else ""
        own = text_of(run.program.export(path, "autoPrefix")) or _with_parameters(inner, fields)
        hooks = tuple(_hooks(run, path, folder, below, fields))
        found.append(Loaded(plugin, f"{around.rstrip('/')}/{own.strip('/')}".rstrip("/"), hooks))
    return found


def _plugins(paths: list[str]) -> Iterator[str]:
    """Where a folder has an index, its other modules are no plugins; `autohooks` are none anywhere."""
    whole = {posixpath.dirname(path) for path in paths if _INDEX.match(posixpath.basename(path))}
    for path in paths:
        name = posixpath.basename(path)
        alone = posixpath.dirname(path) not in whole or _INDEX.match(name)
        if alone and not _HOOKS.match(name):
            yield path


def _hooks(run: Run, path: str, folder: str, below: list[str], fields: dict[str, Value]) -> list[Value]:
    """`autohooks` beside a module, and with `cascadeHooks` those of the folders around it, outermost first."""
    if not _is(fields.get("autoHooks"), True):
        return []
    around = [posixpath.dirname(path)]
    while _is(fields.get("cascadeHooks"), True) and around[0] != folder:
        around.insert(0, posixpath.dirname(around[0]))
    files = [one for place in around for one in below
             if posixpath.dirname(one) == place and _HOOKS.match(posixpath.basename(one))]  # fmt: skip
    return [run.program.export(one, "default") for one in files]


def _with_parameters(prefix: str, fields: dict[str, Value]) -> str:
    """`_id` in the name of a folder is a parameter, where that was asked for."""
    if not _is(fields.get("routeParams"), True):
        return prefix
    return "/".join(f":{part[1:]}" if part.startswith("_") else part for part in prefix.split("/"))


def _folder(run: Run, value: Value | None) -> str | None:
    """`path.join(__dirname, "routes")` and `${__dirname}/routes` from where they are written."""
    if isinstance(value, External) and value.path in ("path.join()", "path.resolve()") and value.arguments:
        parts = list(value.arguments.positional)
    elif isinstance(value, Derived) and value.operation in ("template", "+"):
        parts = list(value.operands)
    else:
        return None
    first = parts[0] if parts else None
    texts = [text_of(part) for part in parts[1:]]
    if not isinstance(first, External) or first.path not in _HERE or not texts or not all(texts):
        return None
    own = posixpath.dirname(run.module)
    return posixpath.normpath(posixpath.join(own, *(text.strip("/") for text in texts)))


def _is(value: Value | None, wanted: bool) -> bool:
    return isinstance(value, Constant) and value.value is wanted
