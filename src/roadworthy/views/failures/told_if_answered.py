"""Handlers that tell people of a failure only where the failure brought an answer along."""

from __future__ import annotations

from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import dotted, last_name
from roadworthy.views.failures.deeds import Deeds

_SETS = regex(r"set[A-Z]\w*$")


def told_if_answered(body: tuple[form.Statement, ...], error: str) -> bool:
    """`if (error.response?.data) toast(...)` and nothing else: a failure without an answer is silent."""
    told = [one for one in body if not _quiet(one)]
    if len(told) != 1 or not error:
        return False
    if isinstance(told[0], form.Evaluate):
        return _shows_answer_alone(told[0].value, error)
    return isinstance(told[0], form.If) and not told[0].otherwise and _of_answer(told[0].test, error)


def _of_answer(test: form.Expr, error: str) -> bool:
    """`error.response?.data?.message`, or one of several such parts of the answer."""
    if isinstance(test, form.Operation) and test.operator in ("or", "??", "and"):
        return all(_of_answer(one, error) for one in test.operands)
    return isinstance(test, form.Member) and dotted(test).startswith(f"{error}.response")


def _shows_answer_alone(value: form.Expr, error: str) -> bool:
    """`setMessage(error.response?.data?.message)`: without an answer the message stays empty."""
    return (
        isinstance(value, form.Call)
        and _SETS.match(last_name(value.callee)) is not None
        and len(value.arguments) == 1
        and _of_answer(value.arguments[0], error)
    )


def _quiet(statement: form.Statement) -> bool:
    deeds = Deeds((statement,))
    return not deeds.acts
