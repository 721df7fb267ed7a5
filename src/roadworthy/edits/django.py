"""Edits of a Django app: the rows that its views look in."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Query
from roadworthy.edits.edit import Change
from roadworthy.edits.source import SourceFile
from roadworthy.languages import form

_LOOKS = frozenset({"get_object_or_404", "get_list_or_404", "aget_object_or_404", "get", "aget", "filter"})


def narrow(app: App, endpoint: Endpoint, query: Query, field: str) -> list[Change]:
    """Lets a view find only the rows whose `field` is the person who asks; empty where the query is not written out.

    A class looks in its queryset, a function in the call that finds the row."""
    source = SourceFile(app, endpoint.handler.path)
    holder = _class_of(source, endpoint)
    if holder is not None:
        changes = _narrow_class(source, holder, field)
        if changes:
            return changes
    if query.location.path != endpoint.handler.path:
        return []
    call = _look_up(source, query)
    person = _person(source, query)
    if call is None or not person:
        return []
    comma = ", " if call.arguments or call.keywords else ""
    return [source.insert(call.span.end - 1, f"{comma}{field}={person}")]


def _class_of(source: SourceFile, endpoint: Endpoint) -> form.Class | None:
    """The class-based view that an endpoint is, or whose method it is."""
    for node in form.walk(source.module.body if source.module is not None else ()):
        around = node.span.start <= endpoint.handler.start and endpoint.handler.end <= node.span.end
        if isinstance(node, form.Class) and around:
            return node
    return None


def _narrow_class(source: SourceFile, holder: form.Class, field: str) -> list[Change]:
    own = next((s for s in holder.body if isinstance(s, form.Function) and s.name == "get_queryset"), None)
    if own is not None:
        return [
            _filtered(source, value, f".filter({field}=self.request.user)")
            for value in _returned(own.body)
            if b"request.user" not in source.content[value.span.start : value.span.end]
        ]
    named = [s for s in holder.body if isinstance(s, form.Define) and isinstance(s.target, form.Name)]
    looks = any(s.target.name in ("queryset", "model") for s in named if isinstance(s.target, form.Name))
    if not looks or not named:
        return []
    lines = f"\ndef get_queryset(self):\n    return super().get_queryset().filter({field}=self.request.user)"
    return [source.after_line(named[-1].span.end, lines)]


def _filtered(source: SourceFile, value: form.Expr, condition: str) -> Change:
    """A queryset with a condition more; `.all()` says nothing beside one."""
    whole = b".all()"
    start = value.span.end - len(whole)
    if source.content[start : value.span.end] == whole:
        return Change(source.path, start, value.span.end, condition)
    return source.insert(value.span.end, condition)


def _returned(body: tuple[form.Statement, ...]) -> Iterator[form.Expr]:
    for node in form.walk(body):
        if isinstance(node, form.Return) and node.value is not None:
            yield node.value


def _look_up(source: SourceFile, query: Query) -> form.Call | None:
    """The call with the conditions of a query: `get_object_or_404(Note, pk=pk)`, `.get(pk=pk)`, `.filter(pk=pk)`."""
    found: list[form.Call] = []
    for node in form.walk(source.module.body if source.module is not None else ()):
        inside = query.location.start <= node.span.start and node.span.end <= query.location.end
        if inside and isinstance(node, form.Call) and node.keywords:
            callee = node.callee
            if isinstance(callee, (form.Name, form.Member)) and callee.name in _LOOKS:
                found.append(node)
    return max(found, key=lambda call: call.span.end - call.span.start, default=None)


def _person(source: SourceFile, query: Query) -> str:
    """How the function around a query calls whoever asks."""
    around = [
        node
        for node in form.walk(source.module.body if source.module is not None else ())
        if isinstance(node, form.Function)
        and node.span.start <= query.location.start
        and query.location.end <= node.span.end
    ]
    for function in sorted(around, key=lambda node: node.span.end - node.span.start):
        names = [p.target.name for p in function.parameters if isinstance(p.target, form.Name)]
        if "request" in names:
            return "request.user"
        if names[:1] == ["self"]:
            return "self.request.user"
    return ""
