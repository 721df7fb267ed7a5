"""Locks rows of SQLAlchemy where a handler reads them, so that what it then writes rests on what still holds."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint, Query
from roadworthy.edits.edit import Change
from roadworthy.edits.handlers import handler_function
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.source import SourceFile
from roadworthy.languages import form


def lock_rows(app: App, endpoint: Endpoint, reads: list[Query]) -> list[Change]:
    """Locks the rows that these reads gave a handler, as soon as all are known to be there; empty where the handler
    does not hold them in variables of its own or has no session."""
    handler = handler_function(app, endpoint)
    if handler is None:
        return []
    source = SourceFile(app, endpoint.handler.path)
    named = [(read, _variable(app, source, handler, read)) for read in reads]
    session = _session(source, handler)
    names = list(dict.fromkeys(name for _, name in named if name))
    if not session or not all(name for _, name in named) or len({read.table for read in reads}) != 1:
        return []
    place = _place(handler, names)
    if place is None:
        return []
    wait = "await " if handler.is_async and b"AsyncSession" in source.content else ""
    if len(names) == 1:
        lines = [
            "# Locked until the commit: what follows rests on what this row says",
            f"{wait}{session}.refresh({names[0]}, with_for_update=True)",
        ]
        return [source.before_line(place.span.start, "\n".join(lines))]
    return _lock_several(app, source, place, session, wait, names, reads[0].table)


def _lock_several(
    app: App, source: SourceFile, place: form.Node, session: str, wait: str, names: list[str], table: str
) -> list[Change]:
    known = app.table(table)
    if known is None or len(known.primary_key) != 1:
        return []
    key = known.primary_key[0]
    model = known.symbol
    keys = ", ".join(f"{name}.{key}" for name in names)
    lines = [
        "# Locked until the commit, in one order, so that two requests cannot wait for each other",
        f"locked = select({model}).where({model}.{key}.in_([{keys}])).order_by({model}.{key})",
        f"{wait}{session}.scalars(locked.with_for_update().execution_options(populate_existing=True))"
        + ("" if wait else ".all()"),
    ]
    imports = import_from(source, ["select"], "sqlalchemy")
    return [source.before_line(place.span.start, "\n".join(lines)), *imports]


def _variable(app: App, source: SourceFile, handler: form.Function, read: Query) -> str:
    """What the handler calls the row: the variable it is put into, or the parameter a dependency fills."""
    places = [place for place in (read.location, *read.calls) if place.path == source.path]
    for statement in handler.body:
        target = statement.target if isinstance(statement, form.Define) else None
        inside = any(statement.span.start < p.start and p.end <= statement.span.end for p in places)
        if isinstance(target, form.Name) and inside:
            return target.name
    for parameter in handler.parameters:
        text = source.content[parameter.span.start : parameter.span.end].decode()
        if isinstance(parameter.target, form.Name) and read.function and _depends(app, text, read.function):
            return parameter.target.name
    return ""


def _depends(app: App, text: str, function: str) -> bool:
    """`user: User = Depends(get_current_user)`, or an alias of such an annotation."""
    if re.search(rf"Depends\(\s*[\w.]*\b{re.escape(function)}\b", text):
        return True
    alias = re.search(r":\s*(\w+)\s*$", text)
    for path, module in app.modules.items() if alias is not None else ():
        for statement in module.body:
            named = isinstance(statement, form.Define) and isinstance(statement.target, form.Name)
            if named and statement.target.name == alias.group(1):  # type: ignore[union-attr]
                written = app.read(path)[statement.span.start : statement.span.end].decode()
                return f"Depends({function})" in written
    return False


def _session(source: SourceFile, handler: form.Function) -> str:
    for parameter in handler.parameters:
        text = source.content[parameter.span.start : parameter.span.end].decode()
        if isinstance(parameter.target, form.Name) and re.search(
            r"\b(Async)?Session\b|\bget_(db|session)\b|DbDep|SessionDep", text
        ):
            return parameter.target.name
    return ""


def _place(handler: form.Function, names: list[str]) -> form.Node | None:
    """The statement before which all rows are there: behind the last definition and the tests for its absence."""
    body = list(handler.body)
    if body and isinstance(body[0], form.Evaluate) and isinstance(body[0].value, form.Literal):
        body = body[1:]
    last = -1
    for number, statement in enumerate(body):
        target = statement.target if isinstance(statement, form.Define) else None
        if isinstance(target, form.Name) and target.name in names:
            last = number
    following = body[last + 1 :]
    while following and isinstance(following[0], form.If) and _tests_absence(following[0], names):
        following = following[1:]
    return following[0] if following else None


def _tests_absence(statement: form.If, names: list[str]) -> bool:
    used = {node.name for node in form.walk((statement.test,)) if isinstance(node, form.Name)}
    members = any(isinstance(node, form.Member) for node in form.walk((statement.test,)))
    return bool(used) and used <= set(names) and not members
