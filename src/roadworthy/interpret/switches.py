"""Runs a switch: every case that may be taken, under what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.interpret.blocks import FALLS, block_scope
from roadworthy.interpret.operations import compared
from roadworthy.interpret.scope import Scope
from roadworthy.interpret.values import Certain, Constant, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run


def switch(run: Run, node: form.Switch, scope: Scope) -> str:
    """How it is left: as its cases are, where all of them leave."""
    subject = run.evaluate(node.subject, scope)
    lefts = []
    for case in node.cases:
        test = run.evaluate(case.test, scope) if case.test is not None else None
        same = compared(run, subject, test, case) if test is not None else None
        if test is not None and _names_a_kind(run, node.subject, subject, test):
            same = Certain(subject.value == test.value, case)  # type: ignore[attr-defined]
        if isinstance(same, Certain):
            if same.value:
                return _taken(run, node, case, scope)
            continue
        with run.branch(run.condition(same, True, case) if same is not None else None):
            lefts.append(run.execute(case.body, block_scope(run, scope)))
    has_default = any(case.test is None for case in node.cases)
    real = [left for left in lefts if left]
    if has_default and len(real) == len(lefts) and "jump" not in real:
        return real[0] if len(set(real)) == 1 else "return"
    return FALLS


def _names_a_kind(run: Run, written: form.Expr, subject: Value, test: Value) -> bool:
    """`switch (action.type)` of a record that was written out: a reducer does what this action asks and nothing else. So
    does `switch (kind)` of a parameter that the caller gave a word for."""
    return (
        (isinstance(written, form.Member) or _is_given(run, written))
        and type(subject) is Constant
        and type(test) is Constant
        and isinstance(subject.value, str)
        and isinstance(test.value, str)
    )


def _is_given(run: Run, written: form.Expr) -> bool:
    """Whether a name is a parameter of the function under way that nothing in it assigns."""
    if not isinstance(written, form.Name) or not run.functions:
        return False
    function = run.functions[-1]
    named = any(
        isinstance(one.target, form.Name) and one.target.name == written.name and one.default is None
        for one in function.parameters
    )
    return named and not any(
        isinstance(node, form.Assignment)
        and isinstance(node.target, form.Name)
        and node.target.name == written.name
        for node in form.walk(function.body, form.Assignment)
    )


def _taken(run: Run, node: form.Switch, case: form.Case, scope: Scope) -> str:
    """The one case that is taken for certain, with those that it falls through to."""
    left = FALLS
    for one in node.cases[node.cases.index(case) :]:
        left = run.execute(one.body, block_scope(run, scope))
        if left or one.body:
            break
    return FALLS if left == "jump" else left
