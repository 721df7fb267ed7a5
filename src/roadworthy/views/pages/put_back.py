"""Handlers of a failed change that show the page as it was before, and say nothing: what was done is undone without a word."""

from __future__ import annotations

from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import dotted, is_log, unwrapped

# What a cache of queries is told to forget, or to hold again.
_CACHE = regex(
    r"(^|\.)(setQueryData|setQueriesData|invalidateQueries|cancelQueries|refetchQueries|removeQueries|refetch|invalidate|setData)$"
)


def puts_back(handler: form.Expr) -> bool:
    """Whether all that `onError: (error, values, context) => { ... }` does is to write that down and to put the cache back."""
    return isinstance(handler, form.Function) and bool(handler.body) and all(map(_is_quiet, handler.body))


def _is_quiet(statement: form.Statement) -> bool:
    if isinstance(statement, form.If):
        return all(map(_is_quiet, (*statement.then, *statement.otherwise)))
    if isinstance(statement, form.Block):
        return all(map(_is_quiet, statement.body))
    value = statement.value if isinstance(statement, (form.Evaluate, form.Return)) else None
    call = unwrapped(value)
    if isinstance(statement, form.Return) and value is None:
        return True
    return isinstance(call, form.Call) and (is_log(call) or _CACHE.search(dotted(call.callee)) is not None)
