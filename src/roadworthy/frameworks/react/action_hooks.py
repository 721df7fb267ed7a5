"""Hooks around a server action that never throws: `useAction` of next-safe-action, `useServerAction` of zsa-react."""

from __future__ import annotations

from roadworthy.frameworks.react.state import PENDING, Mutate, Mutation
from roadworthy.interpret import Args, Derived, External, Library, ObjectValue, Run, Value
from roadworthy.languages import form

_HOOKS = ("useAction", "useOptimisticAction", "useStateAction")
_STARTS = ("execute", "executeAsync", "executeFormAction")
_WAITS = ("isPending", "isExecuting", "isTransitioning", "status")


class HookedAction(Mutation):
    """What such a hook gives: `execute` asks the server, then what is to happen on success and failure does."""

    __slots__ = ()

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in _STARTS:
            return Mutate(self)
        if name in _WAITS:
            return Derived(PENDING, (self,), node)
        return super().member(run, name, node)


def _hooked(run: Run, target: External, args: Args, node: form.Node) -> Value:
    options = args.get(1)
    return HookedAction(args.get(0), options if isinstance(options, ObjectValue) else None)


def register(library: Library) -> None:
    """Tells what these hooks mean."""
    library.on_call(*(f"next-safe-action/hooks.{name}" for name in _HOOKS))(_hooked)
    library.on_call(*(f"next-safe-action/hook.{name}" for name in _HOOKS))(_hooked)
    library.on_call("zsa-react.useServerAction")(_hooked)
