"""`typing.cast`: what is said for the type checker alone changes nothing."""

from __future__ import annotations

from roadworthy.frameworks.found import Found
from roadworthy.interpret import Args, External, Library, Run, Value
from roadworthy.languages import form


def register(library: Library, found: Found) -> None:
    """Tells what a cast means."""
    library.on_call("typing.cast", "typing_extensions.cast")(_cast)


def _cast(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    return args.get(1, "val")
