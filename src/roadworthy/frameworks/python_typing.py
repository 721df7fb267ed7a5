"""What is asked, or said, of the kind of a value: `typing.cast` changes nothing, and `inspect` tells functions from classes, as a
decorator for both does; `staticmethod(read)` is the function, whoever is asked for it."""

from __future__ import annotations

from roadworthy.frameworks.found import Found
from roadworthy.interpret import Args, ClassValue, Closure, External, Library, Run, Value
from roadworthy.interpret.classes import without_instance
from roadworthy.interpret.values import Certain
from roadworthy.languages import form


def register(library: Library, found: Found) -> None:
    """Tells what a cast means."""
    library.on_call("typing.cast", "typing_extensions.cast")(_cast)
    library.on_call("staticmethod")(_static)
    library.on_call("inspect.isclass", "inspect.isfunction")(_is_kind)


def _cast(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    return args.get(1, "val")


def _static(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """`read = staticmethod(Service.read)` in a class: it takes no instance."""
    given = args.get(0)
    if not isinstance(given, Closure) or given.this is not None:
        return given
    return Closure(without_instance(given.function), given.scope, given.module, None, given.name)


def _is_kind(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    asked = args.get(0)
    if not isinstance(asked, (ClassValue, Closure)):
        return None
    wanted = ClassValue if target.path == "inspect.isclass" else Closure
    return Certain(isinstance(asked, wanted), node)
