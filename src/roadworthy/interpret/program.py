"""All modules of a repository, evaluated when they are first needed."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from roadworthy.interpret.containers import Closure, Markup, ObjectValue
from roadworthy.interpret.library import Library
from roadworthy.interpret.namespaces import Namespace, Required
from roadworthy.interpret.order import evaluation_order
from roadworthy.interpret.resolve import Resolver, package_of
from roadworthy.interpret.scope import Scope
from roadworthy.interpret.values import Choice, Constant, Derived, External, Value
from roadworthy.languages import form
from roadworthy.source.copies import package_copied

if TYPE_CHECKING:
    from roadworthy.interpret.context import Args
    from roadworthy.interpret.run import Run
    from roadworthy.interpret.trace import Trace


_BUILT_IN = frozenset(dir(builtins))


class ModuleState(Struct):
    """A module under evaluation: its scope, and what it offers under which of its own names. `stars` are modules and
    `packages` other people's packages that it passes on whole."""

    scope: Scope
    offered: dict[str, tuple[str, str]] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)
    packages: list[str] = field(default_factory=list)
    done: bool = False


class NotUnderstood(Struct, frozen=True):
    """Something the interpreter gave up on, to be listed: where, and what."""

    path: str
    line: int
    reason: str


class Program:
    """A repository's modules with their meaning.

    `text` gives the content of a file that is no module (tsconfig.json), `paths` are all files. `library` holds the
    models of libraries. `globals` is what modules put on the global object, `prototypes` what they give
    functions that they use as constructors, `function_fields` what they set on a function, by the identities of the function and
    its scope (both are kept, so that no other takes them). `copied` are the folders of npm packages that were copied in, `generated` those that a tool writes when the app is
    built. `served` is what its server answers, as method and steps of the path, once that is known. `unknown` collects what
    was not understood, `entered` has the functions, by identity, that some run entered.
    """

    def __init__(
        self,
        modules: Mapping[str, form.Module],
        library: Library,
        text: Callable[[str], str],
        paths: list[str] | None = None,
    ) -> None:
        self.modules = modules
        self.library = library
        self.text = text
        self.paths = tuple(paths or ())
        self.globals: dict[str, Value] = {}
        self.prototypes: dict[int, ObjectValue] = {}
        self.function_fields: dict[tuple[int, int], tuple[Closure, ObjectValue]] = {}
        self.unknown: list[NotUnderstood] = []
        self._given_up: set[NotUnderstood] = set()
        self.tables: list[Any] = []
        self.copied: tuple[str, ...] = ()
        self.generated: list[str] = []
        self.served: frozenset[tuple[str, tuple[str, ...]]] = frozenset()
        self.acts_later: list[Callable[[str], bool]] = []
        self.on_render: list[Callable[[Run, Markup], None]] = []
        self.on_module: list[Callable[[str, ModuleState], None]] = []
        self.on_assign: list[Callable[[Run, Value, str, Value, form.Node], None]] = []
        self.on_unfollowed: list[Callable[[Run, Value, Args, form.Node], None]] = []
        self.on_unread_decorator: list[Callable[[Run, Value, form.Node], None]] = []
        self.unread_decorators: dict[int, list[tuple[Value, form.Node]]] = {}
        self.traces: dict[str, Trace] = {}
        self.entered: set[int] = set()
        self._states: dict[str, ModuleState] = {}
        self._resolver = Resolver([*modules, *(paths or [])], text)

    def note(self, path: str, node: form.Node, reason: str) -> None:
        """Lists something that was not understood."""
        self.unknown.append(NotUnderstood(path, node.span.line, reason))

    def give_up(self, path: str, function: form.Function, name: str, *, deep: bool) -> None:
        """Lists a function of which some call is no longer followed, once however many calls there are."""
        reason = "lies so many calls deep" if deep else "does so much, or is called so often,"
        found = NotUnderstood(
            path, function.span.line, f"{name or 'a function'} {reason} that not all its calls are followed"
        )
        if found not in self._given_up:
            self._given_up.add(found)
            self.unknown.append(found)

    def note_file(self, path: str, reason: str) -> None:
        """Lists a file as a whole that was not understood."""
        self.unknown.append(NotUnderstood(path, 0, reason))

    def add(self, path: str, module: form.Module) -> None:
        """Adds a module that stands in a file of another kind: the scripts of an HTML page."""
        self.modules = {**self.modules, path: module}

    def language(self, path: str) -> str:
        """The language of a module, '' for none."""
        module = self.modules.get(path)
        return module.language if module is not None else ""

    def resolve(self, source: str, importer: str) -> str | None:
        """The file an import leads to, None for a package."""
        return self._resolver.resolve(source, importer, self.language(importer))

    def is_local(self, source: str, importer: str) -> bool:
        """Whether an import means a file of the app, whether or not that is there."""
        return self._resolver.is_local(source, importer)

    def package(self, source: str, importer: str) -> str:
        """The package that an import means which leads to no module of the app."""
        path = self.resolve(source, importer) if self.copied else None
        return package_copied(path or "", self.copied) or package_of(source)

    # --- evaluation ---------------------------------------------------------------------------------

    def scopes(self) -> Iterator[tuple[str, Scope]]:
        """Every module that was evaluated, with its names."""
        for path, state in self._states.items():
            yield path, state.scope

    def evaluate_all(self) -> None:
        """Evaluates every module that nothing has evaluated yet."""
        for path in evaluation_order(self.modules, self.resolve):
            self.state(path)

    def state(self, path: str) -> ModuleState:
        """A module's state; the module is evaluated when this is the first time it is asked for."""
        known = self._states.get(path)
        if known is None:
            known = self._states[path] = ModuleState(Scope())
            self._evaluate(path, known)
            known.done = True
            for hook in self.on_module:
                hook(path, known)
        return known

    def _evaluate(self, path: str, state: ModuleState) -> None:
        from roadworthy.interpret.frames import OutOfBudget
        from roadworthy.interpret.run import Run

        run = Run(self, path)
        run.loading = True
        self.traces[path] = run.trace
        state.scope.bind("exports", ObjectValue())
        state.scope.bind("module", ObjectValue({"exports": state.scope.names["exports"]}))
        state.scope.bind("__name__", Constant("__main__"))
        module = self.modules.get(path)
        if module is None:  # tests, which are left out and yet imported
            return
        try:
            run.execute(module.body, state.scope)
        except OutOfBudget:
            self.unknown.append(NotUnderstood(path, 1, "the module is too large to follow to its end"))
        except RecursionError:
            self.unknown.append(NotUnderstood(path, 1, "the module is nested too deeply to follow"))

    # --- names across modules -----------------------------------------------------------------------

    def export(self, path: str, name: str) -> Value:
        """What a module offers under a name."""
        state = self._states.get(path)
        source, local = state.offered.get(name, ("", "")) if state is not None else ("", "")
        if state is not None and local and not source and name != "*":
            # Nearly always: a name of its own, which is there.
            held = state.scope.names.get(local)
            if held is not None and not hasattr(held, "resolve"):
                return held
        found = self._offered(path, name, set())
        return found if found is not None else Derived(f"import {name}", ())

    def offered(self, path: str, name: str) -> Value | None:
        """What a module offers under a name, None when it does not."""
        return self._offered(path, name, set())

    def _offered(self, path: str, name: str, seen: set[tuple[str, str]]) -> Value | None:
        if (path, name) in seen:
            return None
        seen.add((path, name))
        state = self.state(path)
        if name == "*":
            return Namespace(path)
        if name in state.offered:
            source, local = state.offered[name]
            return self._offered(source, local, seen) if source else self._local(state, local, seen)
        if self.language(path) == "python":
            return self._python_name(path, state, name, seen)
        found = self._common(state, name)
        if found is not None:
            return found
        for star in state.stars:
            found = self._offered(star, name, seen)
            if found is not None:
                return found
        if name == "default":
            return None
        found = self._local(state, name, seen)
        return self._outside(state, name) if found is None else found

    def _outside(self, state: ModuleState, name: str) -> Value | None:
        """`export * from "@prisma/client"`: what a module has from the one package that it passes on."""
        if len(state.packages) != 1:
            return None
        path = f"{state.packages[0]}.{name}"
        return self.library.value(path) or External(path)

    def _local(self, state: ModuleState, name: str, seen: set[tuple[str, str]]) -> Value | None:
        from roadworthy.interpret.run import Reference, either_import

        value = state.scope.names.get(name)
        if isinstance(value, Reference):
            return self._offered(value.path, value.name, seen)
        if isinstance(value, Choice):
            return either_import(value, lambda one: self._offered(one.path, one.name, seen))
        return value

    def _python_name(
        self, path: str, state: ModuleState, name: str, seen: set[tuple[str, str]]
    ) -> Value | None:
        found = self._local(state, name, seen)
        if found is not None:
            return found
        for star in state.stars:
            found = self._offered(star, name, seen)
            if found is not None:
                return found
        folder = path.removesuffix("__init__.py").rstrip("/") if path.endswith("__init__.py") else None
        inner = self._resolver.python_file(folder, name) if folder is not None else None
        return Namespace(inner) if inner in self.modules and inner is not None else None

    def _common(self, state: ModuleState, name: str) -> Value | None:
        """`module.exports` and `exports.name`."""
        module = state.scope.names.get("module")
        offered = module.fields.get("exports") if isinstance(module, ObjectValue) else None
        if not isinstance(offered, ObjectValue):
            return offered if name == "default" else None
        if name == "default":
            return offered.fields.get("default") or (offered if offered.fields or offered.spreads else None)
        return offered.fields.get(name)

    def exports(self, path: str) -> dict[str, Value]:
        """Everything a module offers by name, what it passes on from others included."""
        state = self.state(path)
        names = dict.fromkeys((*state.offered, *(self._common_names(state))))
        for star in state.stars:
            names |= dict.fromkeys(name for name in self.exports(star) if name != "default")
        found = {name: self._offered(path, name, set()) for name in names}
        return {name: value for name, value in found.items() if value is not None}

    def _common_names(self, state: ModuleState) -> tuple[str, ...]:
        whole = self._common(state, "default")
        return tuple(whole.fields) if isinstance(whole, ObjectValue) else ()

    def starred(self, path: str, name: str) -> Value | None:
        """A name that a module of Python has from `from flask import *`, by its own or through a module of the app."""
        if self.language(path) != "python" or name in _BUILT_IN:
            return None
        packages = self._packages(path, set())
        paths = [f"{package}.{name}" for package in packages]
        known = [one for one in paths if self.library.value(one) or self.library.call(one)]
        found = known[-1] if known else paths[0] if len(paths) == 1 else None
        return (self.library.value(found) or External(found)) if found is not None else None

    def _packages(self, path: str, seen: set[str]) -> list[str]:
        state = self._states.get(path)
        if state is None or path in seen:
            return []
        seen.add(path)
        inner = [package for star in state.stars for package in self._packages(star, seen)]
        return list(dict.fromkeys([*inner, *state.packages]))

    def load(self, run: Run, argument: form.Expr) -> Value | None:
        """`require("x")` and `import("x")` with a literal."""
        if not isinstance(argument, form.Literal) or not isinstance(argument.value, str):
            return None
        path = self.resolve(argument.value, run.module)
        if path is not None and path in self.modules:
            return self._required(path)
        return External(self.package(argument.value, run.module), None, argument)

    def _required(self, path: str) -> Value:
        """`module.exports` itself, so that it can be handed on; a module that is still being evaluated is looked into
        later."""
        state = self.state(path)
        whole = (
            self._common(state, "default") if state.done and not state.offered and not state.stars else None
        )
        return whole if whole is not None else Required(path)

    # --- hooks --------------------------------------------------------------------------------------

    def rendered(self, run: Run, markup: Markup) -> None:
        """Tells frameworks that an element was rendered."""
        for hook in self.on_render:
            hook(run, markup)
