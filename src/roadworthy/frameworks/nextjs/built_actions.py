"""Server actions made by a builder: next-safe-action (`client.use(...).schema(...).action(async ({ parsedInput }) => ...)`) and zsa
(`createServerAction().input(...).handler(async ({ input }) => ...)`).

What stands before the function (middleware, procedures, schemas) runs in the order in which the libraries run it, see
https://next-safe-action.dev/docs/define-actions/middleware and https://zsa.vercel.app/docs/procedures."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from roadworthy.frameworks.trpc import State
from roadworthy.frameworks.zod import Schema
from roadworthy.frameworks.zod_form_data import FORM
from roadworthy.interpret import (
    Args,
    Closure,
    Constant,
    External,
    Library,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.languages import form

_INPUTS = ("schema", "inputSchema", "input")
_MAKES = ("action", "stateAction", "handler")
Returned = Callable[[Value, form.Node], None]


class Steps(Struct, frozen=True):
    """What an action of a builder passes before its own function. `middleware` calls `next`, `procedures` give the context;
    `in_form` when the client sends a form; `plain` when the function takes (input, context), as before version 7."""

    middleware: tuple[Value, ...] = ()
    procedures: tuple[Value, ...] = ()
    schemas: tuple[Schema, ...] = ()
    bound: tuple[Schema, ...] = ()
    in_form: bool = False
    plain: bool = False


class Builder(Model):
    """A builder as far as it was written: each call makes another. `procedure` when its handler makes a context."""

    __slots__ = ("procedure", "steps")

    def __init__(self, steps: Steps, *, procedure: bool = False) -> None:
        self.steps, self.procedure = steps, procedure

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        first, steps = args.get(0), self.steps
        if name in _INPUTS:
            return self._with(self._asked(first, args.get(1)))
        if name == "bindArgsSchemas" and isinstance(first, ListValue):
            return self._with(
                replace(steps, bound=tuple(item for item in first.items if isinstance(item, Schema)))
            )
        if name == "use" and first is not None:
            return self._with(replace(steps, middleware=(*steps.middleware, first)))
        if name == "handler" and self.procedure and first is not None:
            return self._with(replace(steps, procedures=(*steps.procedures, first)))
        if name in _MAKES and isinstance(first, Closure):
            return BuiltAction(first, steps)
        return Builder(steps) if name == "createServerAction" else self

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        """`action(schema, async (input, ctx) => ...)`, as next-safe-action was written before version 7."""
        schema, function = args.get(0), args.get(1)
        if not isinstance(function, Closure):
            return Unknown()
        return BuiltAction(function, replace(self._asked(schema, None), plain=True))

    def _with(self, steps: Steps) -> Builder:
        return Builder(steps, procedure=self.procedure)

    def _asked(self, schema: Value | None, options: Value | None) -> Steps:
        if not isinstance(schema, Schema):
            return self.steps
        kind = options.fields.get("type") if isinstance(options, ObjectValue) else None
        in_form = FORM in schema.rules or (isinstance(kind, Constant) and kind.value == "formData")
        return replace(self.steps, schemas=(*self.steps.schemas, schema), in_form=in_form)


class BuiltAction(Closure):
    """The function of an action with what stands before it; called, it runs all of that."""

    __slots__ = ("steps",)

    def __init__(self, function: Closure, steps: Steps) -> None:
        super().__init__(function.function, function.scope, function.module, function.this, function.name)
        self.steps = steps

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return self.start(run, args, node)

    def bound_names(self) -> list[str]:
        """What the function calls the arguments that are bound to it, in order."""
        first = self.function.parameters[0].target if self.function.parameters else None
        given = first.fields if isinstance(first, form.RecordTarget) else ()
        listed = next((one.target for one in given if one.key == "bindArgsParsedInputs"), None)
        items = listed.items if isinstance(listed, form.SequenceTarget) else ()
        named = [item.name if isinstance(item, form.Name) else "" for item in items]
        return [
            name or f"argument{number + 1}"
            for number, name in enumerate([*named, *[""] * len(self.steps.bound)][: len(self.steps.bound)])
        ]

    def start(self, run: Run, args: Args, node: form.Node, returned: Returned | None = None) -> Value:
        """Runs what stands before the function, then the function on what its schemas leave of what was sent."""
        bound, state = args.positional[: len(self.steps.bound)], State()
        sent = args.get(len(bound)) or Unknown()
        for procedure in self.steps.procedures:
            given = ObjectValue({"ctx": state.context, "input": sent})
            made = run.call(procedure, Args([given]), node)
            if isinstance(made, ObjectValue):
                state.context.fields.update(made.fields)
        state.input = sent
        envelope = {"clientInput": sent, "metadata": Unknown(), "bindArgsClientInputs": ListValue(bound)}
        return Onward(self, state, envelope, bound, 0, returned).call(run, Args(), node)


class Onward(Model):
    """`next({ ctx })`: the next piece of middleware, after the last one the schemas and the function itself."""

    __slots__ = ("action", "bound", "envelope", "number", "returned", "state")

    def __init__(
        self,
        action: BuiltAction,
        state: State,
        envelope: dict[str, Value],
        bound: list[Value],
        number: int,
        returned: Returned | None,
    ) -> None:
        self.action, self.state, self.envelope, self.bound = action, state, envelope, bound
        self.number, self.returned = number, returned

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        self.state.take(args)
        middleware = self.action.steps.middleware
        if self.number >= len(middleware):
            return run.call_closure(self.action, self._arguments(run, node), node, self.returned)
        onward = Onward(self.action, self.state, self.envelope, self.bound, self.number + 1, self.returned)
        given = ObjectValue({**self.envelope, "ctx": self.state.context, "next": onward})
        return run.call(middleware[self.number], Args([given]), node)

    def _arguments(self, run: Run, node: form.Node) -> Args:
        steps, state = self.action.steps, self.state
        for schema in steps.schemas:
            state.input = _parsed(run, schema, state.input, node)
        if steps.plain:
            return Args([state.input, state.context])
        bound = ListValue([_parsed(run, s, v, node) for s, v in zip(steps.bound, self.bound, strict=False)])
        given = {**self.envelope, "parsedInput": state.input, "input": state.input, "ctx": state.context}
        return Args([ObjectValue({**given, "bindArgsParsedInputs": bound}), Unknown()])


def _parsed(run: Run, schema: Schema, value: Value, node: form.Node) -> Value:
    return schema.call_member(run, "parse", Args([value]), node) or value


def register(library: Library) -> None:
    """Tells what begins such an action."""

    @library.on_call("next-safe-action.createSafeActionClient")
    def client(run: Run, target: External, args: Args, node: form.Node) -> Value:
        options = args.get(0)
        before = options.fields.get("middleware") if isinstance(options, ObjectValue) else None
        return Builder(Steps(procedures=(before,) if before is not None else ()))

    @library.on_call("zsa.createServerAction")
    def action(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Builder(Steps())

    @library.on_call("zsa.createServerActionProcedure")
    def procedure(run: Run, target: External, args: Args, node: form.Node) -> Value:
        parent = args.get(0)
        return Builder(parent.steps if isinstance(parent, Builder) else Steps(), procedure=True)

    @library.on_call("zsa.chainServerActionProcedures")
    def chained(run: Run, target: External, args: Args, node: form.Node) -> Value:
        given = [value.steps.procedures for value in args.positional if isinstance(value, Builder)]
        return Builder(Steps(procedures=tuple(one for several in given for one in several)), procedure=True)


__all__ = ["Builder", "BuiltAction", "register"]
