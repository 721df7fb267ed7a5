"""What is kept under a name so that it is made once: `remember("db", () => new PrismaClient())` over a Map of the process."""

from __future__ import annotations

from roadworthy.frameworks.found import Found
from roadworthy.interpret import Args, Constant, External, Library, Model, Run, Value
from roadworthy.languages import form


def register(library: Library, found: Found) -> None:
    """Registers the Map that holds what a library made under a name in the code."""
    kept: dict[str, Value] = {}

    @library.on_call("Map().set")
    def keep(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        key, value = args.get(0), args.get(1)
        if isinstance(key, Constant) and isinstance(key.value, str) and isinstance(value, Model):
            kept.setdefault(key.value, value)
        return None

    @library.on_call("Map().get")
    def take(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        key = args.get(0)
        return kept.get(key.value) if isinstance(key, Constant) and isinstance(key.value, str) else None
