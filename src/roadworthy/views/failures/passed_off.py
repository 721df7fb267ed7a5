"""Failures that are only written down, before the same handler goes on to say that all went well; and values made up in place of an
answer that did not come."""

from __future__ import annotations

import re

from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import dotted, is_empty, last_name, names_in, only_logs, without_functions
from roadworthy.views.code.syntax import Spot
from roadworthy.views.failures.deeds import TIDYING
from roadworthy.views.failures.same_answer import following

# How the code goes on: with a word of success, or to its end without a word.
SAID, VOID = "said", "void"
_SUCCESS = regex(
    r"\b(success\w*|saved|updated|created|deleted|added|removed|sent|done|completed?|submitted|booked|placed|thank(s| you)|received)\b",
    re.I,
)
FAILED = regex(
    r"\b(fail\w*|errors?|could ?n[o']t|cannot|unable|sorry|invalid|unavailable|try again|not \w+|no \w+|unknown)\b",
    re.I,
)
_FLAGS = frozenset({"success", "ok", "saved", "sent", "done"})
# `{"status": "ok"}`; and what shows the page that comes after the work.
_WORDED = frozenset({"status", "result", "message", "msg"})
_SHOWS_NEXT = frozenset({"redirect", "revalidatePath", "revalidateTag"})
# What a record tells by its own fields.
_TELLS = frozenset({"error", "errors", "success", "ok", "status", "message", "detail", "reason", "failed"})


def passed_off(spot: Spot, body: tuple[form.Statement, ...]) -> str:
    """SAID where a handler only logs or tidies up and a word of success follows, VOID where its function then ends and gives
    nothing back, '' elsewhere."""
    if not spot.functions or not all(map(_does_nothing, body)):
        return ""
    leaves = bool(body) and isinstance(body[-1], form.Return)
    after = () if leaves else following(spot.functions[0].body, spot.node)
    if any(map(_says_success, after)):
        return SAID
    gives = any(
        isinstance(node, form.Return) and node.value is not None
        for node in without_functions(spot.functions[0].body)
    )
    return "" if gives or after else VOID


def _does_nothing(statement: form.Statement) -> bool:
    if isinstance(statement, form.Return):
        return statement.value is None
    if isinstance(statement, form.Evaluate):
        call = statement.value.value if isinstance(statement.value, form.Await) else statement.value
        if isinstance(call, form.Call) and TIDYING.search(dotted(call.callee)):
            return True
    return only_logs(statement) or isinstance(statement, form.Jump)


def _says_success(statement: form.Statement) -> bool:
    """`flash("Saved")`, `return res.json({ success: true })`, `return {"message": "Sent"}`."""
    if (
        not isinstance(statement, (form.Return, form.Evaluate))
        or statement.value is None
        or only_logs(statement)
    ):
        return False
    inner = list(without_functions((statement.value,)))
    words = [one.value for one in inner if isinstance(one, form.Literal) and isinstance(one.value, str)]
    if any(map(FAILED.search, words)):
        return False
    return any(map(_SUCCESS.search, words)) or any(_is_flag(one) or _is_success(one) for one in inner)


def _is_success(node: form.Node) -> bool:
    """`messages.success(request, ...)`, `res.sendStatus(200)`, `redirect("/notes")`."""
    if not isinstance(node, form.Call):
        return False
    name, given = last_name(node.callee), node.arguments[:1]
    if name == "sendStatus":
        return any(isinstance(one, form.Literal) and str(one.value).startswith("2") for one in given)
    return name == "success" or name in _SHOWS_NEXT


def _is_flag(node: form.Node) -> bool:
    if not (isinstance(node, form.Entry) and isinstance(node.key, form.Literal)):
        return False
    value = node.value.value if isinstance(node.value, form.Literal) else None
    worded = node.key.value in _WORDED and isinstance(value, str) and value.lower() == "ok"
    return worded or (node.key.value in _FLAGS and value is True)


def invents(body: tuple[form.Statement, ...], error: str) -> bool:
    """Whether a handler does nothing but answer with a value of its own, which tells nobody that anything failed: `return 1.0`."""
    if (
        len(body) != 1
        or not isinstance(body[0], form.Return)
        or body[0].value is None
        or is_empty(body[0].value)
    ):
        return False
    inner = list(without_functions((body[0].value,)))
    if any(isinstance(one, (form.Call, form.Await)) for one in inner) or error in names_in(body):
        return False
    made = [one for one in inner if isinstance(one, form.Literal)]
    # A record with nothing in some of its fields shows that something is missing.
    lacking = any(isinstance(one, form.Entry) and is_empty(one.value) for one in inner)
    return bool(made) and not lacking and not any(_tells(one) for one in inner)


def _tells(node: form.Node) -> bool:
    if isinstance(node, form.Entry):
        return isinstance(node.key, form.Literal) and node.key.value in _TELLS
    return isinstance(node, form.Literal) and isinstance(node.value, str) and bool(FAILED.search(node.value))
