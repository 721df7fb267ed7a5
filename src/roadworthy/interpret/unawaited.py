"""Promises that are taken for what they will hold: `if (!isAdmin(user)) return`, where `isAdmin` is async."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.interpret.containers import Closure
from roadworthy.interpret.scope import Scope
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run


def truth_of_promise(run: Run, test: form.Expr, scope: Scope) -> bool | None:
    """What a test always comes to that calls an async function of the app and does not wait for it: a promise is true. None for
    every other test, and in Python, where a coroutine that is not awaited never runs."""
    holds = True
    while isinstance(test, form.Operation) and test.operator == "not":
        test, holds = test.operands[0], not holds
    if not isinstance(test, form.Call) or not isinstance(test.callee, form.Name):
        return None
    if run.program.language(run.module) == "python":
        return None
    called = run.evaluate(test.callee, scope)
    return holds if isinstance(called, Closure) and called.function.is_async else None
