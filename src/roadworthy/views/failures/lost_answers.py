"""Handlers that read the answer of a failed request as if there always were one: on a lost connection they fail themselves."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import dotted, last_name
from roadworthy.views.code.syntax import FIELDS

# What tells people, so that they hear of the failure before the handler fails.
_TELLS = regex(
    r"^(toast|alert|notify|error|warning|fail|failure|setError\w*|showError\w*|addToast|enqueueSnackbar|fire)$"
)
_CHOOSES = ("and", "or", "??")


def needs_an_answer(app: App, path: str, body: tuple[form.Statement, ...], error: str) -> bool:
    """Whether a handler reads `error.response.data` before it has told anybody anything, whatever the failure was."""
    if not error:
        return False
    for statement in body:
        parts = (statement.test,) if isinstance(statement, form.If) else (statement,)
        if any(_reads_answer(app, path, part, error) for part in parts):
            return True
        if isinstance(statement, form.If) and dotted(statement.test) == f"{error}.response":
            # `else`: there is no answer, and what reads it all the same fails.
            return needs_an_answer(app, path, statement.otherwise, error)
        if isinstance(statement, form.If) or any(_told(node) for node in _always((statement,))):
            return False
    return False


def _reads_answer(app: App, path: str, part: form.Node, error: str) -> bool:
    return any(
        isinstance(node, form.Member)
        and dotted(node.object) == f"{error}.response"
        and isinstance(node.object, form.Member)
        and not _is_optional(app, path, node)
        for node in _always((part,))
    )


def _is_optional(app: App, path: str, node: form.Member) -> bool:
    """`error.response?.data`: what is read of nothing is nothing."""
    assert isinstance(node.object, form.Member)
    text = app.read(path)
    between = text[node.object.object.span.end : node.span.end]
    return b"?." in between


def _told(node: form.Node) -> bool:
    return isinstance(node, form.Call) and _TELLS.match(last_name(node.callee)) is not None


def _always(nodes: object) -> Iterator[form.Node]:
    """What is carried out whenever the code is: nothing of functions, nor of what a condition chooses."""
    for item in nodes if isinstance(nodes, tuple) else (nodes,):
        if isinstance(item, tuple):
            yield from _always(item)
            continue
        if not isinstance(item, form.Node) or isinstance(item, form.Function):
            continue
        yield item
        if isinstance(item, form.Conditional):
            yield from _always(item.test)
        elif isinstance(item, form.Operation) and item.operator in _CHOOSES:
            yield from _always(item.operands[0])
        elif isinstance(item, (form.If, form.Loop, form.Try)):
            continue
        else:
            for name in FIELDS.get(type(item), ()):
                yield from _always(getattr(item, name))
