"""Server actions that a library builds step by step: `zsa`'s procedures and `next-safe-action`'s clients."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.frameworks.zod import Schema
from roadworthy.interpret import Args, Closure, Derived, External, Library, Model, ObjectValue, Run, Value
from roadworthy.languages import form

Returned = Callable[[Value, form.Node], None]
_SCHEMAS = ("input", "schema", "inputSchema")
_ENDS = ("action", "stateAction")


class ActionBuilder(Model):
    """What runs before an action and what its input must look like, as far as it was written. `makes_action` says what zsa's
    `handler` ends: an action, or one more step of a procedure."""

    __slots__ = ("makes_action", "schemas", "steps")

    def __init__(
        self, steps: tuple[Closure, ...] = (), schemas: tuple[Schema, ...] = (), makes_action: bool = True
    ) -> None:
        self.steps, self.schemas, self.makes_action = steps, schemas, makes_action

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        if name in _SCHEMAS and isinstance(first, Schema):
            return ActionBuilder(self.steps, (*self.schemas, first), self.makes_action)
        if name == "createServerAction":
            return ActionBuilder(self.steps, self.schemas)
        if not isinstance(first, Closure):
            return self
        if name == "use" or (name == "handler" and not self.makes_action):
            return ActionBuilder((*self.steps, first), self.schemas, self.makes_action)
        if name in _ENDS or name == "handler":
            return BuiltAction(first, self)
        return self


class BuiltAction(Closure):
    """An action with the steps that its library takes first."""

    __slots__ = ("builder",)

    def __init__(self, handler: Closure, builder: ActionBuilder) -> None:
        super().__init__(handler.function, handler.scope, handler.module, handler.this, handler.name)
        self.builder = builder

    def play(self, run: Run, sent: Value, node: form.Node, returned: Returned | None = None) -> Value:
        """What comes of a call with `sent`: each step goes on to the next, or throws."""
        parsed = sent
        for schema in self.builder.schemas:
            parsed = schema.call_member(run, "parse", Args([parsed]), node) or parsed
        return GoOn(self, self.builder.steps, ObjectValue({}), parsed, returned).call(run, Args(), node)

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        sent = args.positional[0] if args.positional else Derived("nothing sent", (), node)
        return self.play(run, sent, node)


class GoOn(Model):
    """`next({ ctx: { user } })` of a step; what zsa does by itself with what a step returns."""

    __slots__ = ("action", "context", "entered", "parsed", "returned", "steps")

    def __init__(self, action: BuiltAction, steps: tuple[Closure, ...], context: Value, parsed: Value,
                 returned: Returned | None) -> None:  # fmt: skip
        self.action, self.steps, self.context = action, steps, context
        self.parsed, self.returned, self.entered = parsed, returned, False

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        self.entered = True
        context = self._context(args.get(0))
        if not self.steps:
            return self._handled(run, context, node)
        step, rest = self.steps[0], self.steps[1:]
        following = GoOn(self.action, rest, context, self.parsed, self.returned)
        given = {"ctx": context, "input": self.parsed, "clientInput": self.parsed, "next": following}
        result = run.call(step, Args([ObjectValue(given)]), node)
        if following.entered:
            return result
        return GoOn(self.action, rest, result, self.parsed, self.returned).call(run, Args(), node)

    def _context(self, options: Value | None) -> Value:
        added = options.fields.get("ctx") if isinstance(options, ObjectValue) else None
        if isinstance(added, ObjectValue) and isinstance(self.context, ObjectValue):
            return ObjectValue({**self.context.fields, **added.fields})
        return added if added is not None else self.context

    def _handled(self, run: Run, context: Value, node: form.Node) -> Value:
        given = ObjectValue({"ctx": context, "input": self.parsed, "parsedInput": self.parsed})
        return run.call_closure(self.action, Args([given]), node, self.returned)


def register(library: Library) -> None:
    """Tells what begins such an action."""

    @library.on_call("zsa.createServerActionProcedure")
    def procedure(run: Run, target: External, args: Args, node: form.Node) -> Value:
        parent = args.get(0)
        inherited = parent.steps if isinstance(parent, ActionBuilder) else ()
        return ActionBuilder(inherited, makes_action=False)

    library.on_call("zsa.createServerAction", "next-safe-action.createSafeActionClient")(_client)


def _client(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return ActionBuilder()
