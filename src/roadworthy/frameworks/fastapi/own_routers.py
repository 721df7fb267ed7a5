"""Routers of classes that the app derives from APIRouter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from roadworthy.frameworks.fastapi.application import Router, dependencies_of
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.known_text import assembled_text
from roadworthy.interpret import Args, ClassValue, Closure, Constant, Run, Value
from roadworthy.languages import form


@dataclass(slots=True, eq=False)
class OwnRouter(Router):
    """A router of a class that the app derives from APIRouter; `kind` is that class."""

    kind: ClassValue | None = None

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        own = self.kind.find(name) if self.kind is not None else None
        if isinstance(own, Closure):
            return run.call_closure(own.bind(self), args, node)
        return Router.call_member(self, run, name, args, node)

    def given(self, args: Args) -> None:
        """What the constructor of APIRouter is given in the end."""
        self.prefix, self.dependencies = assembled_text(args.keywords.get("prefix")), dependencies_of(args)


class RouterClass:
    """`class AdminRouter(APIRouter)`: its constructor's `super().__init__(...)` says what every route of it asks for."""

    def __init__(self, found: Found, known: Callable[[Router], None]) -> None:
        self.found, self.known = found, known

    def __call__(self, run: Run, kind: ClassValue) -> None:
        """Nothing to do when the class is defined."""

    def construct(self, run: Run, kind: ClassValue, args: Args, node: form.Node) -> Value:
        """A router, its own constructor run."""
        made = OwnRouter(self.found, run.module, node, root=False, kind=kind)
        constructor = kind.find("__init__")
        if isinstance(constructor, Closure):
            run.call_closure(constructor.bind(made), args, node)
        else:
            made.given(args)
        self.known(made)
        return made


def inherited_by_router(run: Run, this: Value, name: str, args: Args, node: form.Node) -> Value | None:
    """`super().__init__(prefix=..., dependencies=[...])`, `super().add_api_route(...)`."""
    if not isinstance(this, OwnRouter):
        return None
    if name == "__init__":
        this.given(args)
        return Constant(None)
    return Router.call_member(this, run, name, args, node)
