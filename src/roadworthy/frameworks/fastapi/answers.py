"""Answers: what a handler's result becomes, and what exceptions become."""

from __future__ import annotations

from roadworthy.frameworks.events import AnswerSeen
from roadworthy.frameworks.fastapi.exchange import HttpError, RequestModel, ResponseModel
from roadworthy.frameworks.pydantic_rules import FieldModel, is_model
from roadworthy.frameworks.python_types import (
    Annotation,
    annotated_fields,
    is_named_later,
    named_later,
    take_apart,
)
from roadworthy.frameworks.raised import kinds_of, paths_of
from roadworthy.frameworks.sqlalchemy.tables import RelationDeclaration
from roadworthy.interpret import (
    Args,
    Choice,
    ClassValue,
    Closure,
    Constant,
    External,
    ListValue,
    ObjectValue,
    Program,
    Run,
    Value,
)
from roadworthy.interpret.context import Turn
from roadworthy.interpret.frames import OutOfBudget
from roadworthy.interpret.trace import Raised
from roadworthy.interpret.values import UNKNOWN, is_nothing
from roadworthy.languages import form

_LISTS = {"list", "List", "Sequence", "set", "Iterable", "tuple"}


# Models in lists of models in models: further down nothing is told apart.
_DEEPEST = 5


def shape(run: Run, value: Value, annotation: Annotation | None, node: form.Node, depth: int = 0) -> Value:
    """A value less what the response model leaves out. Reading its fields may ask the database, as it does there."""
    if annotation is None or is_nothing(value):
        return value
    if isinstance(value, Choice):
        return run.join([(shape(run, v, annotation, node, depth), c) for v, c in value.alternatives])
    if annotation.name in _LISTS and annotation.arguments:
        inner = take_apart(annotation.arguments[0])
        inner.base = named_later(run, inner.base)
        if not is_model(inner.base) and not hasattr(inner.base, "shown"):
            return UNKNOWN if is_named_later(inner.base) else value
        turn = Turn(run.module, node.span, "elements", value, value.element(run))
        with run.within(**run.context.turning(turn)), run.branch():
            return ListValue([], shape(run, turn.element or value, inner, node, depth + 1), node)
    shown = getattr(annotation.base, "shown", None)  # a schema that a library made of a model
    if shown is not None:
        return shown(run, value, node)  # type: ignore[no-any-return]
    kind = named_later(run, annotation.base)
    if not isinstance(kind, ClassValue) or not is_model(kind):
        return UNKNOWN if is_named_later(kind) and depth else value
    if depth > _DEEPEST:
        return UNKNOWN  # not the whole row, which is not what leaves
    fields: dict[str, Value] = {}
    for name, (given, default, _node) in annotated_fields(run, kind, tuple(annotation.arguments)).items():
        # A SQLModel's `Relationship` is no field of it: it is in no answer, and nothing reads it for one.
        related = isinstance(default, RelationDeclaration) or _is_left_out(default)
        if given is not None and name != "model_config" and not name.startswith("_") and not related:
            fields[name] = shape(run, value.member(run, name, node), take_apart(given), node, depth + 1)
    return ObjectValue(fields, node=node)


def _is_left_out(declared: Value | None) -> bool:
    """`Field(exclude=True)`: a field that is in no answer."""
    left = declared.arguments.keywords.get("exclude") if isinstance(declared, FieldModel) else None
    return isinstance(left, Constant) and left.value is True


def answer_to(
    program: Program, event: Raised, value: Value, handlers: tuple[tuple[Value, Value], ...]
) -> AnswerSeen | None:
    """What an exception becomes: its own status, what the app's handler answers, or 500 where nobody catches it."""
    status, body = None, value
    if isinstance(value, HttpError):
        status, body = value.status, value.detail
    else:
        handler = _handler(value, handlers)
        answered = _handled(program, event, value, handler) if handler is not None else None
        if answered is not None:
            status, body = answered.status, answered.body
        elif not event.context.caught:
            status, body = 500, Constant(None)
    return AnswerSeen(status, body, event.path, event.node, event.context) if status is not None else None


def _handler(value: Value, handlers: tuple[tuple[Value, Value], ...]) -> Closure | None:
    """The handler that is registered for an exception's class or one it inherits from."""
    kinds, paths = kinds_of(value), paths_of(value)
    for kind in [*kinds, None]:
        for wanted, handler in handlers:
            same = (
                wanted is kind
                if kind is not None
                else isinstance(wanted, External) and (wanted.path in paths or wanted.path == "Exception")
            )
            if same and isinstance(handler, Closure):
                return handler
    return None


def _handled(program: Program, event: Raised, value: Value, handler: Closure) -> ResponseModel | None:
    run = Run(program, event.path)
    try:
        result = run.call(handler, Args([RequestModel(), value]), event.node)
    except OutOfBudget:
        return None
    options = result.values() if isinstance(result, Choice) else [result]
    return next((option for option in options if isinstance(option, ResponseModel)), None)
