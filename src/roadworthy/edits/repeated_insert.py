"""Edits of an insert whose second row meets a unique key: the row that is there is the answer, or a 409."""

from __future__ import annotations

from roadworthy.app import App, Query, Table
from roadworthy.edits.edit import Change
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.source import SourceFile
from roadworthy.languages import form


def answer_repeats(app: App, table: Table, insert: Query, key: tuple[str, ...]) -> list[Change]:
    """Lets an insert live with a unique key over `key`; empty where the code shows no place for it."""
    if insert.conflict:
        return []
    if insert.library == "drizzle":
        return _keep_first(app, table, insert, key)
    return _conflict_answer(app, insert) if insert.library == "sqlalchemy" else []


# --- Drizzle -----------------------------------------------------------------------------------------


def _keep_first(app: App, table: Table, insert: Query, key: tuple[str, ...]) -> list[Change]:
    """`.onConflictDoUpdate`: unlike doing nothing it returns the row that is there, with what the repeat brings
    beside the key (a person's second review replaces the first)."""
    source = SourceFile(app, insert.location.path)
    values = _link(app, insert, "values")
    columns = [table.column(name) for name in key]
    if values is None or not all(columns):
        return []
    fields = [column.field for column in columns if column is not None]
    symbol = _symbol(values) or table.symbol
    targets = ", ".join(f"{symbol}.{field}" for field in fields)
    given = [table.column(w.column) for w in insert.writes if w.column not in key]
    brought = [c for c in given if c is not None and not c.primary and c.references is None]
    renewed = brought or [column for column in columns[-1:] if column is not None]
    news = ", ".join(f"{column.field}: sql`excluded.{column.name}`" for column in renewed)
    margin = "\n" + source.indent(source.line_start(values.span.end - 1)) + "  "
    step = margin if _is_on_one_line(source, insert) else margin[:-2]
    text = f"{step}.onConflictDoUpdate({{ target: [{targets}], set: {{ {news} }} }})"
    follows = step if source.content[values.span.end : values.span.end + 1] == b"." else ""
    return [source.insert(values.span.end, text + follows), *import_from(source, ["sql"], "drizzle-orm")]


def _is_on_one_line(source: SourceFile, query: Query) -> bool:
    return b"\n" not in source.content[query.location.start : query.location.end]


def _symbol(values: form.Call) -> str:
    """What the file calls the table: the argument of `insert(...)`."""
    inner = values.callee.object if isinstance(values.callee, form.Member) else None
    first = inner.arguments[0] if isinstance(inner, form.Call) and inner.arguments else None
    return first.name if isinstance(first, form.Name) else ""


def _link(app: App, query: Query, name: str) -> form.Call | None:
    """The call `.name(...)` of a query's chain."""
    place = query.location
    for node in form.walk(app.modules[place.path].body):
        starts = node.span.start == place.start and node.span.end <= place.end
        if starts and isinstance(node, form.Call) and _is_member(node.callee, name):
            return node
    return None


def _is_member(callee: form.Expr, name: str) -> bool:
    return isinstance(callee, form.Member) and callee.name == name


# --- SQLAlchemy --------------------------------------------------------------------------------------


def _conflict_answer(app: App, insert: Query) -> list[Change]:
    """The commit behind an insert answers 409 when the key is taken, and takes everything back."""
    source = SourceFile(app, insert.location.path)
    function = _function_around(app, insert)
    commit = _commit_after(function, insert) if function is not None else None
    if commit is None:
        return []
    call = source.content[commit.span.start : commit.span.end].decode()
    session = call.removeprefix("await ").split(".", 1)[0]
    wait = "await " if call.startswith("await ") else ""
    margin = source.indent(commit.span.start)
    text = (
        f"try:\n{margin}    {call}\n"
        f"{margin}except IntegrityError as error:\n"
        f"{margin}    {wait}{session}.rollback()\n"
        f'{margin}    raise HTTPException(409, "This exists already") from error'
    )
    return [
        Change(source.path, commit.span.start, commit.span.end, text),
        *import_from(source, ["IntegrityError"], "sqlalchemy.exc"),
        *import_from(source, ["HTTPException"], "fastapi"),
    ]


def _function_around(app: App, query: Query) -> form.Function | None:
    """The innermost function that a query stands in."""
    module = app.modules[query.location.path]
    around = [
        node
        for node in form.walk(module.body)
        if isinstance(node, form.Function)
        and node.span.start <= query.location.start
        and query.location.end <= node.span.end
    ]
    return around[-1] if around else None


def _commit_after(function: form.Function, insert: Query) -> form.Evaluate | None:
    """The plain `db.commit()` or `db.flush()` of a function behind an insert."""
    for statement in function.body:
        if not isinstance(statement, form.Evaluate) or statement.span.start < insert.location.start:
            continue
        call = statement.value.value if isinstance(statement.value, form.Await) else statement.value
        named = (
            call.callee.name if isinstance(call, form.Call) and isinstance(call.callee, form.Member) else ""
        )
        if named in ("commit", "flush"):
            return statement
    return None
