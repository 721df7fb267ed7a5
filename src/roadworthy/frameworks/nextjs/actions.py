"""Server actions: functions that the page calls and the server runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import msgspec

from roadworthy.app import Argument, Endpoint
from roadworthy.frameworks.events import FetchSeen, HandlerEntered
from roadworthy.frameworks.nextjs.built_actions import BuiltAction
from roadworthy.frameworks.nextjs.declared import declaration
from roadworthy.frameworks.nextjs.handed_out import HandedOut, Importers
from roadworthy.frameworks.nextjs.response import answer_returned
from roadworthy.frameworks.nextjs.routes import made
from roadworthy.interpret import (
    Args,
    Closure,
    Datum,
    Derived,
    External,
    ListValue,
    Markup,
    Program,
    Run,
    Unknown,
    Value,
)
from roadworthy.interpret.frames import OutOfBudget
from roadworthy.interpret.program import ModuleState
from roadworthy.languages import form
from roadworthy.regex import regex

DIRECTIVE = "use server"
_FORM_DATA = regex(r"^_?(form(_?data)?|fd)$", re.I)


class ServerAction(Closure):
    """A function that answers the page: called by code of the page it is a request, on the server an ordinary call.
    `bound` are the arguments that `bind` gave it; `built` is the builder's, where one made it."""

    __slots__ = ("bound", "built", "label", "node")

    def __init__(self, function: Closure, label: str, node: form.Node, bound: tuple[Value, ...] = ()) -> None:
        super().__init__(function.function, function.scope, function.module, function.this, label)
        self.label, self.node, self.bound = label, node, bound
        self.built: BuiltAction | None = _built(function)

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        given = Args([*self.bound, *args.positional], args.keywords, args.spread)
        if run.side != "client":
            return self.serve(run, given, node)
        sent = ListValue(list(given.positional), node=node)
        asked = FetchSeen("ACTION", self.label, run.module, node, run.context, sent, hook="action")
        run.emit(asked)
        return External("action()", given, node, asked=asked)

    def serve(
        self,
        run: Run,
        args: Args,
        node: form.Node,
        returned: Callable[[Value, form.Node], None] | None = None,
    ) -> Value:
        """Runs it on the server; `returned` hears of every value that it returns."""
        if self.built is not None:
            return self.built.start(run, args, node, returned)
        return run.call_closure(self, args, node, returned)

    def sent(self) -> list[Value]:
        """What a client may hand to it: anything, in the place of each parameter."""
        if self.built is not None:
            bound = [Datum("body", (name,), self.function) for name in self.built.bound_names()]
            return [*bound, Datum("body", (), self.function)]
        return [_argument(parameter) for parameter in self.function.parameters]

    def signature(self) -> tuple[Argument, ...]:
        """What a client hands to it, in order."""
        if self.built is not None:
            bound = [Argument(name, form=False) for name in self.built.bound_names()]
            return (*bound, Argument("", self.built.steps.in_form))
        return tuple(_signed(parameter) for parameter in self.function.parameters)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "bind":
            return ServerAction(self, self.label, self.node, (*self.bound, *args.positional[1:]))
        return super().call_member(run, name, args, node)

    def bind(self, this: Value) -> Closure:
        return self


def _built(function: Closure) -> BuiltAction | None:
    if isinstance(function, ServerAction):
        return function.built
    return function if isinstance(function, BuiltAction) else None


class Actions:
    """The server actions of an app, as modules are evaluated and pages rendered."""

    def __init__(self) -> None:
        self.exported: list[ServerAction] = []
        self.inline: dict[int, ServerAction] = {}
        self.rendering: list[ServerAction] | None = None

    def on_module(self, program: Program, path: str, state: ModuleState) -> None:
        """Every function that a `"use server"` file exports is an action from here on."""
        module = program.modules[path]
        if DIRECTIVE not in module.directives:
            return
        for name, (source, local) in state.offered.items():
            value = state.scope.names.get(local) if not source else None
            if isinstance(value, Closure) and not isinstance(value, ServerAction):
                label = self._label(name if name != "default" else value.name or local, path)
                action = ServerAction(value, label, declaration(program, path, name))
                state.scope.names[local] = action
                self.exported.append(action)
            elif isinstance(value, (External, Derived, Unknown)):
                node = declaration(program, path, name)
                program.note(path, node, f"what makes it is not known: {name} is no action")

    def _label(self, name: str, path: str) -> str:
        """The function's name; with its file where another file has one of that name."""
        taken = {action.label for action in (*self.exported, *self.inline.values())}
        return name if name not in taken else f"{name} ({path})"

    def on_render(self, run: Run, markup: Markup) -> None:
        """A function with `"use server"` at its head, handed to an element, is an action too."""
        for name, value in markup.attributes.items():
            if (
                isinstance(value, Closure)
                and not isinstance(value, ServerAction)
                and is_inline(value.function)
            ):
                markup.attributes[name] = self._inline(value)

    def _inline(self, value: Closure) -> ServerAction:
        known = self.inline.get(id(value.function))
        label = known.label if known is not None else self._label(value.name or "action", value.module)
        action = ServerAction(value, label, value.function)
        self.inline.setdefault(id(value.function), action)
        if self.rendering is not None:
            self.rendering.append(action)
        return action

    def endpoints(self, program: Program, folders: list[str]) -> Iterator[Endpoint]:
        """An endpoint for each exported action of a file that the apps in these folders are built with, and tell pages of."""
        homes = {id(action): _home(program, action) for action in self.exported}
        imported, told = Importers(program), HandedOut(program, folders)
        # Where nothing imports any of them, it is the pages that are not seen.
        seen = any(path in imported for path in homes.values())
        for action in self.exported:
            path = homes[id(action)]
            if seen and path not in imported:
                program.note(path, action.node, f"no module imports this file: {action.label} is no action")
            elif seen and not told.tells(path, action.label.split(" (")[0]):
                program.note(path, action.node, f"no page is told of it: {action.label} is no action")
            else:
                yield run_action(Run(program, path), action, path)


def _home(program: Program, action: ServerAction) -> str:
    """The file that exports it; what a wrapper returned stands in another."""
    for path, module in program.modules.items():
        if DIRECTIVE in module.directives and any(node is action.node for node in module.body):
            return path
    return action.module


def is_inline(function: form.Function) -> bool:
    """Whether a function says itself that it runs on the server."""
    first = function.body[0] if function.body else None
    return (
        isinstance(first, form.Evaluate)
        and isinstance(first.value, form.Literal)
        and first.value.value == DIRECTIVE
    )


def run_action(run: Run, action: ServerAction, path: str) -> Endpoint:
    """Calls an action as a client would, with whatever it likes, and makes the record of it."""
    begin = len(run.trace.events)
    run.emit(HandlerEntered(path, action.function, run.context, action.label))

    def returned(value: Value, where: form.Node) -> None:
        answer_returned(run, value, where)

    try:
        action.serve(run, Args(action.sent()), action.node, returned)
    except OutOfBudget:
        run.program.note(path, action.node, f"the action {action.label} is too large to follow")
    for finish in run.at_end:
        finish()
    endpoint = made(
        run, "action", "ACTION", action.label, path, action.node, action, action.label, begin=begin
    )
    return msgspec.structs.replace(endpoint, arguments=action.signature())


def _signed(parameter: form.Parameter) -> Argument:
    target = parameter.target
    name = target.name if isinstance(target, form.Name) else ""
    in_form = bool(_FORM_DATA.match(name))
    return Argument("" if in_form else name, in_form)


def _argument(parameter: form.Parameter) -> Value:
    target = parameter.target
    if parameter.rest:
        return Datum("body", ("[]",), parameter)
    if isinstance(target, form.Name) and not _FORM_DATA.match(target.name):
        return Datum("body", (target.name,), parameter)
    return Datum("body", (), parameter)


__all__ = ["Actions", "ServerAction", "is_inline", "run_action"]
