"""Classes that an app derives from a library's applications, blueprints and routers: what is made of them is the library's all the
same (`class Blueprint(flask_smorest.Blueprint)`, `class MainRouter(DefaultRouter)`)."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.interpret import Args, ClassValue, Closure, Run, Value
from roadworthy.languages import form

Maker = Callable[[Run, Args, form.Node], Value]


class OwnKind:
    """A class model: `made` gives the library's object for the arguments of the app's class."""

    def __init__(self, made: Maker) -> None:
        self.made = made

    def __call__(self, run: Run, kind: ClassValue) -> None:
        """Nothing to do when the class is defined."""

    def construct(self, run: Run, kind: ClassValue, args: Args, node: form.Node) -> Value:
        """The library's object, the constructor of the app's own class run on it."""
        made = self.made(run, args, node)
        constructor = kind.find("__init__")
        if isinstance(constructor, Closure):
            run.call_closure(constructor.bind(made), args, node)
        return made
