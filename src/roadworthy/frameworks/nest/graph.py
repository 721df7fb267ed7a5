"""What Nest hands a GraphQL resolver: arguments by their declared types, and the context of the request."""

from __future__ import annotations

from roadworthy.app.origin import Origin
from roadworthy.frameworks.events import CheckSeen
from roadworthy.frameworks.express.exchange import RequestModel, ResponseModel
from roadworthy.frameworks.nest.dto import fields_of, rules_of
from roadworthy.frameworks.zod import Parsed, Schema
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    Datum,
    Derived,
    External,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Value,
)
from roadworthy.interpret.scope import Scope
from roadworthy.languages import form

# What GraphQL holds a value to by itself (https://spec.graphql.org/October2021/#sec-Scalars).
_SCALARS = {"string": "string", "number": "number", "boolean": "boolean", "Date": "date", "String": "string", "ID": "string",
            "Int": "number int", "Float": "number", "Number": "number", "Boolean": "boolean"}  # fmt: skip


class GraphContext(Model):
    """`{ req, res }`, which the context of Nest's GraphQL holds."""

    __slots__ = ("request",)

    def __init__(self, request: RequestModel) -> None:
        self.request = request

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in ("req", "request"):
            return self.request
        if name in ("res", "response", "reply"):
            return ResponseModel()
        if name in ("user", "currentUser"):
            return self.request.member(run, "user", node)
        return Derived(f".{name}", (), node)

    def truth(self) -> bool | None:
        return True

    def origin(self, depth: int) -> Origin:
        """The whole context."""
        return Origin("headers")


class InputSchema(Schema):
    """What an input type of GraphQL lets in: its fields and no other."""

    __slots__ = ()
    library = "graphql"


def argument(
    run: Run, decorator: External, kind: Value | None, node: form.Parameter, *, pipes: bool
) -> Value:
    """`@Args("input") input: OrderInput`: what GraphQL lets through of it, and the pipes after it."""
    given = decorator.arguments.positional if decorator.arguments is not None else []
    name = next((one.value for one in given if isinstance(one, Constant)), "")
    options = next((one for one in given if isinstance(one, ObjectValue)), None)
    datum = Datum("body", (str(name),) if name else (), node)
    run.emit_read(datum, node)
    schema = _input(run, kind, pipes) if isinstance(kind, ClassValue) else _scalar(run, options, node)
    if schema is None:
        return datum
    run.emit(CheckSeen(datum, schema.library, run.module, node, schema.called(), schema.strict, True))
    return Parsed(schema, (), datum)


def _scalar(run: Run, options: ObjectValue | None, node: form.Parameter) -> InputSchema | None:
    """`{ type: () => Int }`; a type that is not said is one of the scalars all the same, and lets no record through."""
    told = options.fields.get("type") if options is not None else None
    kind = run.call(told, Args(), node) if isinstance(told, Closure) else told
    if isinstance(kind, ListValue):
        return None
    if isinstance(kind, ClassValue):
        return _input(run, kind, pipes=False)
    named = kind.path.rsplit(".", 1)[-1] if isinstance(kind, External) else "String"
    return InputSchema((_SCALARS[named],)) if named in _SCALARS else None


def _input(run: Run, kind: ClassValue, pipes: bool) -> InputSchema | None:
    fields = fields_of(run, kind, _declared)
    asked = fields_of(run, kind, rules_of) if pipes else {}
    made = {name: InputSchema(tuple(_together(rules, asked.get(name, "")))) for name, rules in fields.items()}
    return InputSchema(("object",), dict(made), kind.node, strict=True) if made else None


def _together(declared: str, asked: str) -> list[str]:
    """What the type says, and what class-validator asks beyond it."""
    return [asked if declared in asked.split() else f"{declared} {asked}".strip()]


def _declared(run: Run, scope: Scope, annotation: form.Expr | None) -> str:
    """The type of a field under `@Field()`, '' where it is none of GraphQL's."""
    children = annotation.children if isinstance(annotation, form.Other) else ()
    called = [c.callee.name for c in children if isinstance(c, form.Call) and isinstance(c.callee, form.Name)]
    if "Field" not in called:
        return ""
    first = children[0] if isinstance(annotation, form.Other) and annotation.kind == "typed" else None
    return _SCALARS.get(first.name, "object") if isinstance(first, form.Name) else "object"
