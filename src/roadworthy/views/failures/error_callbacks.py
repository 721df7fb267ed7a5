"""Callbacks that are handed an error and answer whatever it says: `(err, rows) => { if (err) console.log(err); res.json(rows); }`."""

from __future__ import annotations

import re

from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import is_log, last_name, names_in, only_logs
from roadworthy.views.code.syntax import Spot
from roadworthy.views.failures.error_text import answers_in

_PARTING = ("logout", "destroy")
_ASKING = ("query", "execute", "run", "exec")
_STATEMENT = regex(r"\s*(insert|update|delete|replace)\b", re.I)


def deaf_callback(call: form.Call) -> form.Function | None:
    """A callback that takes no error where one is handed over: of a sign-out, of a statement that changes rows."""
    name, last = last_name(call.callee), call.arguments[-1] if call.arguments else None
    if not isinstance(last, form.Function) or last.parameters:
        return None
    parting = name in _PARTING and len(call.arguments) == 1
    return last if parting or (name in _ASKING and _changes(call.arguments[0])) else None


def _changes(node: form.Node) -> bool:
    text = node.value if isinstance(node, form.Literal) else None
    if isinstance(node, form.Template) and node.parts and isinstance(node.parts[0], form.Literal):
        text = node.parts[0].value
    return isinstance(text, str) and _STATEMENT.match(text) is not None


def waited_for(spot: Spot) -> Spot | None:
    """The statement that waits for a promise with its own `catch` (`const sent = await send().catch(log);`): what follows it goes on
    after the failure."""
    for statement in form.walk(spot.functions[0].body if spot.functions else (), form.Define, form.Evaluate):
        value = statement.value if isinstance(statement, (form.Define, form.Evaluate)) else None
        if isinstance(value, form.Await) and value.value is spot.node:
            return Spot(spot.path, statement, spot.within)
    return None


def unreturned(body: tuple[form.Statement, ...]) -> tuple[form.Statement, ...]:
    """The body of a handler where what an arrow gives is taken as a statement (`(error) => console.error(error)`)."""
    return tuple(
        form.Evaluate(one.span, one.value)
        if isinstance(one, form.Return) and isinstance(one.value, form.Call) and is_log(one.value)
        else one
        for one in body
    )


def answers_whatever(body: tuple[form.Statement, ...], error: str) -> bool:
    """Whether a callback answers without a look at its error, or after it did no more than write it down."""
    if error.startswith("_"):
        return False
    rest = tuple(one for one in body if not _writes_down(one, error) and not _ends(one))
    return error not in names_in(rest) and answers_in(rest)


def _writes_down(statement: form.Statement, error: str) -> bool:
    """`if (err) console.error(err);`, after which the code goes on."""
    return (
        isinstance(statement, form.If)
        and isinstance(statement.test, form.Name)
        and statement.test.name == error
        and not statement.otherwise
        and all(map(only_logs, statement.then))
    ) or only_logs(statement)


def _ends(statement: form.Statement) -> bool:
    """`res.end();`: a stream that was begun ends, which tells nobody of success."""
    call = statement.value if isinstance(statement, form.Evaluate) else None
    return isinstance(call, form.Call) and last_name(call.callee) == "end" and not call.arguments
