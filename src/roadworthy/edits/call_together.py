"""Starts independent awaits of JavaScript together: `Promise.all` in place of one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from roadworthy.app import App, Location
from roadworthy.edits.edit import Change
from roadworthy.edits.source import SourceFile
from roadworthy.errors import RepairRefused
from roadworthy.languages import form


def call_together(app: App, steps: Sequence[Location]) -> list[Change]:
    """Makes one `await Promise.all([...])` of the definitions that hold these calls. Raises RepairRefused unless they stand
    one below the other, each `const x = await call`, none with another's name in it."""
    source = SourceFile(app, steps[0].path)
    if source.module is None or source.module.language == "python":
        raise RepairRefused("only JavaScript awaits can be started together", where=str(steps[0]))
    found = _definitions(source, steps)
    names, calls = [], []
    for node in found:
        assert isinstance(node.value, form.Await)
        names.append(source.text(node.target.span))
        calls.append(source.text(node.value.value.span))
    _independent(source, names, calls)
    start, end = _start(source, found[0]), found[-1].span.end
    end += source.content[end : end + 1] == b";"
    margin = source.indent(start)
    listed = "".join(f"{margin}  {_deeper(call)},\n" for call in calls)
    text = f"const [{', '.join(names)}] = await Promise.all([\n{listed}{margin}]){source.semicolon}"
    return [Change(source.path, start, end, text)]


def _definitions(source: SourceFile, steps: Sequence[Location]) -> list[form.Define]:
    assert source.module is not None
    for body in _bodies(source.module):
        places = [_holding(body, step) for step in steps]
        if all(place >= 0 for place in places) and len(set(places)) == len(places):
            first = min(places)
            if sorted(places) == list(range(first, first + len(places))):
                found = [body[n] for n in sorted(places)]
                if all(_plain(source, node) for node in found):
                    return [node for node in found if isinstance(node, form.Define)]
    raise RepairRefused("the calls do not stand one below the other", where=str(steps[0]))


def _bodies(module: form.Module) -> Iterator[tuple[form.Statement, ...]]:
    for node in form.walk(module.body):
        for name in ("body", "then", "otherwise", "final"):
            body = getattr(node, name, None)
            if isinstance(body, tuple) and body:
                yield body


def _holding(body: tuple[form.Statement, ...], step: Location) -> int:
    for number, node in enumerate(body):
        value = node.value if isinstance(node, form.Define) else None
        if isinstance(value, form.Await) and (
            value.value.span.start <= step.start and step.end <= value.value.span.end
        ):
            return number
    return -1


def _plain(source: SourceFile, node: form.Statement) -> bool:
    """`const x = await call` on a line that it begins, without a written type."""
    if not isinstance(node, form.Define) or node.kind != "const" or not isinstance(node.value, form.Await):
        return False
    between = source.content[node.target.span.end : node.value.span.start].strip()
    return between == b"=" and source.content[_start(source, node) :].startswith(b"const ")


def _start(source: SourceFile, node: form.Node) -> int:
    line = source.line_start(node.span.start)
    return line + len(source.indent(node.span.start))


def _independent(source: SourceFile, names: list[str], calls: list[str]) -> None:
    for number, name in enumerate(names):
        for word in re.findall(r"[A-Za-z_$][\w$]*", name):
            if any(
                re.search(rf"(?<![\w$.]){re.escape(word)}(?![\w$])", call) for call in calls[number + 1 :]
            ):
                raise RepairRefused(f"{word} is used by the next call", where=source.path)


def _deeper(text: str) -> str:
    """Two columns further in, unless it holds text of several lines."""
    return text if "`" in text else text.replace("\n", "\n  ")
