"""What a view's result becomes, what hooks answer instead, and what exceptions become."""

from __future__ import annotations

from roadworthy.frameworks.events import AnswerSeen
from roadworthy.frameworks.exchange import Exchange
from roadworthy.frameworks.raised import kinds_of, paths_of
from roadworthy.frameworks.replies import HttpError, answer_of, status_of
from roadworthy.interpret import (
    Args,
    Choice,
    Closure,
    Constant,
    External,
    Program,
    Run,
    Value,
)
from roadworthy.interpret.frames import OutOfBudget
from roadworthy.interpret.trace import Raised
from roadworthy.interpret.values import is_nothing

# --- exceptions --------------------------------------------------------------------------------------


def answer_to(
    program: Program, event: Raised, value: Value, handlers: tuple[tuple[Value, Value], ...]
) -> AnswerSeen | None:
    """What an exception becomes: what the app's handler answers, its own status, or 500 where nobody catches it."""
    if event.context.caught and not isinstance(value, HttpError):
        return None
    status, body = (value.status, value.body) if isinstance(value, HttpError) else (500, Constant(None))
    handler = _handler(value, status, handlers)
    handled = _handled(program, event, value, handler) if handler is not None else None
    if handled is not None:
        given, body = answer_of(handled)
        # A handler that names no status answers 200, whatever went wrong.
        status = given
    return AnswerSeen(status, body, event.path, event.node, event.context)


def _handler(value: Value, status: int, handlers: tuple[tuple[Value, Value], ...]) -> Closure | None:
    """The handler that is registered for a status, an exception's class, or one it inherits from."""
    kinds, paths = kinds_of(value), paths_of(value) | {"Exception"}
    if isinstance(value, HttpError):
        paths.add("werkzeug.exceptions.HTTPException")
    for wanted, handler in handlers:
        named = status_of(wanted) == status or any(wanted is kind for kind in kinds)
        if isinstance(handler, Closure) and (
            named or (isinstance(wanted, External) and wanted.path in paths)
        ):
            return handler
    return None


def _handled(program: Program, event: Raised, value: Value, handler: Closure) -> Value | None:
    run = Run(program, event.path)
    run.kept["exchange"] = Exchange("")
    try:
        result = run.call(handler, Args([value]), event.node)
    except OutOfBudget:
        return None
    options = result.values() if isinstance(result, Choice) else [result]
    return next((option for option in options if not is_nothing(option)), None)
