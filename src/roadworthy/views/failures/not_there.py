"""Answers that say there is nothing, or nobody, of the kind that was asked for."""

from __future__ import annotations

import re

from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import last_name, names_in, only_logs, without_functions

# What answers: the libraries' ways to give a status, and Next's page for what is not there.
_ANSWERING = (
    "status",
    "sendStatus",
    "HTTPException",
    "abort",
    "json",
    "NextResponse",
    "Response",
    "JsonResponse",
    "HttpResponse",
)
_SPELLED = {"HTTP_404_NOT_FOUND": 404, "HTTP_401_UNAUTHORIZED": 401}
_NOT_THERE = "notFound"
_ERROR = regex(r"not_?found", re.I)
ABSENT, STRANGER = 404, 401


def told_status(node: form.Node) -> int:
    """404 or 401 of a call that answers with it, or that makes an error of that kind; 0 for any other."""
    if not isinstance(node, form.Call):
        return 0
    name = last_name(node.callee)
    if name == _NOT_THERE and not node.arguments:
        return ABSENT
    if name not in _ANSWERING:
        return 0
    values = [*node.arguments, *(entry.value for entry in node.keywords)]
    values += [entry.value for value in values if isinstance(value, form.Record) for entry in value.entries]
    told = {value.value for value in values if isinstance(value, form.Literal)}
    # `Response(..., status=status.HTTP_404_NOT_FOUND)` of Django REST framework's.
    told |= {_SPELLED.get(value.name) for value in values if isinstance(value, form.Member)}
    return next((status for status in (ABSENT, STRANGER) if status in told), 0)


def ends_not_found(body: tuple[form.Statement, ...], error: str) -> bool:
    """Whether the handler of a failure tells whoever asked, without a look at the error, that the thing is not there."""
    if any(isinstance(statement, (form.If, form.Loop, form.Try)) for statement in body):
        return False
    told = [statement for statement in body if not only_logs(statement)]
    if error and error in names_in(tuple(told)):
        return False
    return any(_tells(node) for statement in told for node in without_functions(statement))


def _tells(node: form.Node) -> bool:
    if told_status(node) == ABSENT or _is_flask_answer(node):
        return True
    if not isinstance(node, form.Raise) or not isinstance(node.value, form.Call):
        return False
    made = node.value
    numbers = {one.value for one in made.arguments if isinstance(one, form.Literal)}
    return ABSENT in numbers or _ERROR.search(last_name(made.callee)) is not None


def _is_flask_answer(node: form.Node) -> bool:
    """`return jsonify(error="no such note"), 404`"""
    items = (
        node.value.items if isinstance(node, form.Return) and isinstance(node.value, form.Sequence) else ()
    )
    return len(items) == 2 and isinstance(items[1], form.Literal) and items[1].value == ABSENT
