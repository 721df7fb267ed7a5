"""Locks rows in the query that reads them, in Flask-SQLAlchemy and Django."""

from __future__ import annotations

from roadworthy.app import App, Endpoint, Query
from roadworthy.edits import schema_sql
from roadworthy.edits.edit import Change
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.source import SourceFile
from roadworthy.languages import form

_SESSION_READS = frozenset({"get", "get_one"})
_FOUND_OR_404 = frozenset({"get_object_or_404", "get_list_or_404"})


def lock_in_query(app: App, endpoint: Endpoint, reads: list[Query]) -> list[Change]:
    """Locks the rows where the handler's file reads them; empty where one is read elsewhere, in a way that is not known, or
    from SQLite, which knows no locks of rows."""
    if schema_sql.dialect(app) == schema_sql.SQLITE or endpoint.framework not in ("flask", "django"):
        return []
    source = SourceFile(app, endpoint.handler.path)
    changes: list[Change] = []
    for read in reads:
        # What the handler itself does not read, the person who asks for example, is read for other reasons too.
        if read.location.path != source.path or read.lock:
            return []
        locked = _flask(source, read) if endpoint.framework == "flask" else _django(source, read)
        if locked is None:
            return []
        changes.append(locked)
    return [*changes, *_in_transaction(app, source, endpoint)] if changes else []


def _calls(source: SourceFile, read: Query) -> list[form.Call]:
    """The calls of a read, the outermost first."""
    found = [
        node
        for node in form.walk(source.module.body if source.module is not None else ())
        if isinstance(node, form.Call)
        and read.location.start <= node.span.start
        and node.span.end <= read.location.end
    ]
    return sorted(found, key=lambda call: call.span.start - call.span.end)


def _flask(source: SourceFile, read: Query) -> Change | None:
    """`Product.query.get(1)` becomes `Product.query.with_for_update().get(1)`, `session.get(Product, 1)` gets an argument."""
    for node in form.walk(source.module.body if source.module is not None else ()):
        inside = read.location.start <= node.span.start and node.span.end <= read.location.end
        if inside and isinstance(node, form.Member) and node.name == "query":
            return source.insert(node.span.end, ".with_for_update()")
    for call in _calls(source, read):
        callee = call.callee
        if not isinstance(callee, form.Member):
            continue
        text = source.content[callee.object.span.start : callee.object.span.end]
        if callee.name in _SESSION_READS and text.endswith(b"session"):
            return source.insert(call.span.end - 1, ", with_for_update=True")
        if callee.name == "query" and text.endswith(b"session"):
            return source.insert(call.span.end, ".with_for_update()")
    return None


def _django(source: SourceFile, read: Query) -> Change | None:
    """`Product.objects.get(pk=1)` becomes `Product.objects.select_for_update().get(pk=1)`."""
    calls = _calls(source, read)
    for call in calls:
        if isinstance(call.callee, form.Name) and call.callee.name in _FOUND_OR_404 and call.arguments:
            first = call.arguments[0]
            plain = ".objects" if isinstance(first, form.Name) else ""
            return source.insert(first.span.end, f"{plain}.select_for_update()")
    for node in form.walk(source.module.body if source.module is not None else ()):
        inside = read.location.start <= node.span.start and node.span.end <= read.location.end
        if inside and isinstance(node, form.Member) and node.name == "objects":
            return source.insert(node.span.end, ".select_for_update()")
    return None


def _in_transaction(app: App, source: SourceFile, endpoint: Endpoint) -> list[Change]:
    """Django locks in a transaction only, and has none unless it is told; Flask-SQLAlchemy's session is one."""
    atomic = any(b"ATOMIC_REQUESTS" in app.read(path) for path in app.modules if "settings" in path)
    if endpoint.framework != "django" or atomic:
        return []
    view = _function(source, endpoint)
    if view is None or any(b"atomic" in source.content[d.span.start : d.span.end] for d in view.decorators):
        return []
    imports = import_from(source, ["transaction"], "django.db")
    if view.decorators:
        return [source.after_line(view.decorators[-1].span.end, "@transaction.atomic"), *imports]
    return [source.before_line(view.span.start, "@transaction.atomic"), *imports]


def _function(source: SourceFile, endpoint: Endpoint) -> form.Function | None:
    """The function of a view, or the method of a class-based one that answers the endpoint."""
    for node in form.walk(source.module.body if source.module is not None else ()):
        if isinstance(node, form.Function) and node.span.start == endpoint.handler.start:
            return node
        if isinstance(node, form.Class) and node.span.start == endpoint.handler.start:
            wanted = (endpoint.method.lower(), "form_valid", "perform_create", "perform_update")
            methods = [s for s in node.body if isinstance(s, form.Function) and s.name in wanted]
            return methods[0] if methods else None
    return None
