"""Edits of Express error handlers that throw once more after they have answered.

Express answers such a second error by closing the connection (`finalhandler`: headers were sent), and express-session
holds back the last byte of an answer until the session is stored: what the client gets is cut off.
"""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App
from roadworthy.edits.edit import Change
from roadworthy.edits.source import SourceFile
from roadworthy.languages import form

_ANSWERS = {"json", "send", "end", "render", "sendStatus"}
# Express knows an error handler by its four parameters (expressjs.com, "Writing error handlers").
_PARAMETERS = 4


def let_answers_through(app: App) -> list[Change]:
    """Logs the error instead of throwing it, in every error handler that throws after its answer."""
    changes = []
    for path in sorted(app.modules):
        if not path.endswith((".ts", ".js", ".mts", ".mjs", ".cjs")):
            continue
        source = SourceFile(app, path)
        for thrown, name in _thrown_after_answer(app, path):
            log = f"console.error({name}){source.semicolon}"
            changes.append(Change(path, thrown.span.start, _end(source, thrown), log))
    return changes


def _thrown_after_answer(app: App, path: str) -> Iterator[tuple[form.Raise, str]]:
    for node in form.walk(app.modules[path].body):
        if not isinstance(node, form.Function) or len(node.parameters) != _PARAMETERS or not node.body:
            continue
        error, last = node.parameters[0].target, node.body[-1]
        if not isinstance(error, form.Name) or not isinstance(last, form.Raise):
            continue
        same = isinstance(last.value, form.Name) and last.value.name == error.name
        if same and any(_answers(statement) for statement in node.body[:-1]):
            yield last, error.name


def _answers(statement: form.Statement) -> bool:
    value = statement.value if isinstance(statement, form.Evaluate) else None
    return (
        isinstance(value, form.Call)
        and isinstance(value.callee, form.Member)
        and value.callee.name in _ANSWERS
    )


def _end(source: SourceFile, node: form.Node) -> int:
    """Where a statement ends, its semicolon included."""
    following = source.content[node.span.end : node.span.end + 1]
    return node.span.end + (
        1 if following == b";" and source.content[node.span.end - 1 : node.span.end] != b";" else 0
    )
