"""What a function still does once a branch that leaves it was passed by: after `if (!error) { ...; return }` stands the failure."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.languages import form
from roadworthy.views.code.dotted import last_name

# What ends a request of Next.js by an exception of its own (nextjs.org/docs/app/api-reference/functions/redirect).
_ENDS = frozenset({"redirect", "permanentRedirect", "notFound"})


def left_over(body: tuple[form.Statement, ...], branch: form.If) -> tuple[form.Statement, ...]:
    """The statements that run where `branch` was not taken; none where it does not leave, since they then follow on both ways."""
    if not branch.then or not _leaves(branch.then[-1]):
        return ()
    return _after(body, branch) or ()


def _leaves(last: form.Statement) -> bool:
    if isinstance(last, form.Evaluate):
        call = last.value.value if isinstance(last.value, form.Await) else last.value
        return isinstance(call, form.Call) and last_name(call.callee) in _ENDS
    return isinstance(last, (form.Return, form.Raise))


def _after(body: tuple[form.Statement, ...], branch: form.If) -> tuple[form.Statement, ...] | None:
    for number, statement in enumerate(body):
        rest = body[number + 1 :]
        if statement is branch:
            return rest
        for inner in _blocks(statement):
            found = _after(inner, branch)
            if found is not None:
                return (*found, *rest)
    return None


def _blocks(statement: form.Statement) -> Iterator[tuple[form.Statement, ...]]:
    if isinstance(statement, form.If):
        yield statement.then
        yield statement.otherwise
    elif isinstance(statement, (form.Block, form.Try, form.With)):
        yield statement.body
