"""Failures that a server answers with 200 and words or numbers of its own, as if somebody had worked them out."""

from __future__ import annotations

import re

from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import dotted, is_empty, last_name, names_in, only_logs, without_functions
from roadworthy.views.failures.passed_off import FAILED

_ANSWERS = regex(
    r"^(Response|Response\.json|NextResponse|NextResponse\.json|(res|response|reply|c|ctx)\.(json|send))$"
)
# Fields that tell whoever asked that it is not the real thing.
_TELLS = regex(
    r"error|fail|reason|detail|warning|fall_?back|degraded|demo|mock|sample|offline|default|skipped|cached|stale|note|status|verified|valid|authori[sz]ed",
    re.I,
)


def answers_made_up(body: tuple[form.Statement, ...], error: str) -> bool:
    """Whether a handler does nothing but log and answer with 200 what it made up: `return Response.json({ reply: "Well done!" })`.
    An answer that lacks something, or names a failure in a field or in words, tells of it."""
    if not body or not all(map(_prepares, body[:-1])):
        return False
    last = body[-1]
    told = last.value if isinstance(last, (form.Return, form.Evaluate)) else None
    if not isinstance(told, form.Call) or not _ANSWERS.match(dotted(told.callee)) or _has_status(told):
        return False
    record = _record(told.arguments[0]) if told.arguments else None
    if record is None or not record.entries or error in names_in((record,)):
        return False
    return _is_whole(record) and any(map(_is_made, without_functions((record,))))


def _prepares(statement: form.Statement) -> bool:
    return only_logs(statement) or isinstance(statement, form.Define)


def _has_status(call: form.Call) -> bool:
    """Whether a status other than 2xx stands beside what is answered."""
    for other in call.arguments[1:]:
        if not isinstance(other, form.Record):
            return True
        for entry in other.entries:
            named = isinstance(entry.key, form.Literal) and entry.key.value == "status"
            if named and not (
                isinstance(entry.value, form.Literal) and str(entry.value.value).startswith("2")
            ):
                return True
    return False


def _record(answered: form.Expr) -> form.Record | None:
    if isinstance(answered, form.Call) and dotted(answered.callee) == "JSON.stringify" and answered.arguments:
        answered = answered.arguments[0]
    return answered if isinstance(answered, form.Record) else None


def _is_whole(record: form.Record) -> bool:
    """Whether no field is empty or tells that something is missing, and nothing is called that could."""
    for one in without_functions((record,)):
        if isinstance(one, (form.Call, form.Await)):
            return False
        if isinstance(one, form.Entry) and (
            is_empty(one.value) or (isinstance(one.key, form.Literal) and _TELLS.search(str(one.key.value)))
        ):
            return False
        if isinstance(one, form.Literal) and isinstance(one.value, str) and FAILED.search(one.value):
            return False
    return True


def _is_made(node: form.Node) -> bool:
    return (
        isinstance(node, form.Entry)
        and last_name(node.value) == ""
        and any(isinstance(one, form.Literal) and bool(one.value) for one in without_functions((node.value,)))
    )
