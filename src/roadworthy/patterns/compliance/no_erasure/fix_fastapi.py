"""The way out in a FastAPI app with SQLAlchemy: a router of its own, or a route beside the others of a one-file app."""

from __future__ import annotations

import builtins
import posixpath
import textwrap

from msgspec import Struct

from roadworthy.app import App, Endpoint
from roadworthy.edits import Change, NewFile
from roadworthy.edits.handlers import handler_function
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.python_modules import module_name
from roadworthy.edits.source import SourceFile
from roadworthy.edits.sqlalchemy_erasure import functions, statements
from roadworthy.edits.template import fill
from roadworthy.languages import form
from roadworthy.patterns.compliance.no_erasure.paths import account_path
from roadworthy.views.people.access import SIGNED_IN, Access
from roadworthy.views.people.erasure_plan import ErasurePlan, erased_tables


class Anchor(Struct, frozen=True):
    """A signed-in endpoint that has both the person and the database session; its parameters are used again."""

    endpoint: Endpoint
    function: form.Function
    user: form.Parameter
    session: form.Parameter
    asynchronous: bool


def fastapi_edits(app: App, plan: ErasurePlan) -> tuple[list[Change], list[NewFile]] | None:
    """The route with its registration; None where no endpoint shows how a person and a session are had."""
    anchor = _anchor(app, plan) if plan.people.library == "sqlalchemy" else None
    if anchor is None:
        return None
    source = SourceFile(app, anchor.endpoint.handler.path)
    if _routes_on(anchor) == "app":
        return _beside(app, plan, anchor, source), []
    path = f"{posixpath.dirname(source.path)}/account.py".lstrip("/")
    if path in app.modules:
        path = path.replace("account.py", "account_erasure.py")
    registered = _registration(app, source, path)
    return (registered, [NewFile(path, _module(app, plan, anchor, source, path))]) if registered else None


def _anchor(app: App, plan: ErasurePlan) -> Anchor | None:
    for endpoint in app.endpoints:
        if endpoint.framework != "fastapi" or SIGNED_IN not in Access(endpoint).anywhere():
            continue
        function = handler_function(app, endpoint)
        parameters = function.parameters if function is not None else ()
        user = next(
            (p for p in parameters if plan.people.symbol in _names(p.annotation) or _is_alias(app, plan, p)),
            None,
        )
        session = next((p for p in parameters if {"Session", "AsyncSession"} & _names(p.annotation)), None)
        if function is not None and user is not None and session is not None:
            return Anchor(endpoint, function, user, session, "AsyncSession" in _names(session.annotation))
    return None


def _is_alias(app: App, plan: ErasurePlan, parameter: form.Parameter) -> bool:
    """`user: CurrentUser`, where the app says `CurrentUser = Annotated[User, Depends(...)]`."""
    if not isinstance(parameter.annotation, form.Name):
        return False
    return any(
        isinstance(node, form.Define)
        and isinstance(node.target, form.Name)
        and node.target.name == parameter.annotation.name
        and plan.people.symbol in _names(node.value)
        for module in app.modules.values()
        for node in module.body
    )


def _names(node: form.Node | None) -> set[str]:
    return {n.name for n in form.walk((node,)) if isinstance(n, form.Name)} if node is not None else set()


def _routes_on(anchor: Anchor) -> str:
    for decorator in anchor.function.decorators:
        callee = decorator.callee if isinstance(decorator, form.Call) else decorator
        if isinstance(callee, form.Member) and isinstance(callee.object, form.Name):
            return callee.object.name
    return ""


# --- the code ----------------------------------------------------------------------------------------


def _module(app: App, plan: ErasurePlan, anchor: Anchor, source: SourceFile, path: str) -> str:
    wanted = {"fastapi": {"APIRouter"}, "sqlalchemy": set(functions(plan))}
    used = [node for p in (anchor.user, anchor.session) for node in (p.annotation, p.default)]
    for name in sorted(set().union(*(_names(node) for node in used)) - set(dir(builtins))):
        origin = _imported_from(source, name)
        wanted.setdefault(origin or module_name(app, source, source.path), set()).add(name)
    for table in erased_tables(plan):
        wanted.setdefault(module_name(app, source, table.location.path), set()).add(table.symbol)
    session = "AsyncSession" if anchor.asynchronous else "Session"
    wanted.setdefault(_imported_from(source, session) or "sqlalchemy.orm", set()).add(session)
    return fill(
        __package__,
        "account.py",
        IMPORTS=_imports(wanted, path, app),
        ERASE=_erase(plan, anchor),
        ROUTE=_route(app, anchor, source, "router"),
    )


def _imports(wanted: dict[str, set[str]], path: str, app: App) -> str:
    """One line for each module, the app's own after a blank line."""
    lines = {
        m: f"from {m} import {', '.join(sorted(names, key=_classes_first))}"
        for m, names in wanted.items()
        if names
    }
    own = [m for m in sorted(lines) if m.startswith(".") or _is_own(app, m)]
    standard = [m for m in sorted(lines) if m in ("typing", "datetime", "uuid")]
    others = [m for m in sorted(lines) if m not in own and m not in standard]
    groups = [group for group in (standard, others, own) if group]
    return "\n\n".join("\n".join(lines[m] for m in group) for group in groups)


def _classes_first(name: str) -> tuple[bool, str]:
    return not name[:1].isupper(), name


def _is_own(app: App, module: str) -> bool:
    stem = module.replace(".", "/")
    return any(known.endswith((f"{stem}.py", f"{stem}/__init__.py")) for known in app.modules)


def _imported_from(source: SourceFile, name: str) -> str:
    for statement in source.module.body if source.module is not None else ():
        if isinstance(statement, form.Import) and any(item.local == name for item in statement.names):
            return statement.source
    return ""


def _erase(plan: ErasurePlan, anchor: Anchor) -> str:
    wait = "await " if anchor.asynchronous else ""
    start = "async def" if anchor.asynchronous else "def"
    session = "AsyncSession" if anchor.asynchronous else "Session"
    kept = "; ".join(f"{name} ({reason})" for name, reason in plan.kept)
    stays = textwrap.fill(f"What stays, without anything that names them: {kept}.", 92)
    what = f"Erases a person, all or nothing.\n\n{textwrap.indent(stays, '    ')}\n    "
    document = what if kept else "Erases a person, all or nothing."
    key = plan.people.column(plan.people.primary_key[0])
    kind = "int" if key is not None and key.numeric else "str"
    if key is not None and key.type == "uuid":
        kind = "object"
    lines = [line.replace("\n", "\n    ") for line in statements(plan, wait)]
    body = "\n".join(f"    {line}" for line in [*lines, f"{wait}db.commit()"])
    return f'{start} erase_account(db: {session}, user_id: {kind}) -> None:\n    """{document}"""\n{body}'


def _route(app: App, anchor: Anchor, source: SourceFile, router: str) -> str:
    start = "async def" if anchor.asynchronous else "def"
    wait = "await " if anchor.asynchronous else ""
    user, session = (source.text(parameter.span) for parameter in (anchor.user, anchor.session))
    user_name, session_name = (text.split(":")[0].strip() for text in (user, session))
    return (
        f'@{router}.delete("{account_path(app)}", status_code=204)\n'
        f"{start} delete_account({user}, {session}) -> None:\n"
        '    """Whoever is signed in deletes their own account."""\n'
        f"    {wait}erase_account({session_name}, {user_name}.id)"
    )


# --- where it goes -----------------------------------------------------------------------------------


def _beside(app: App, plan: ErasurePlan, anchor: Anchor, source: SourceFile) -> list[Change]:
    """In a one-file app: behind the endpoint that it is modelled on."""
    text = f"\n\n{_erase(plan, anchor)}\n\n\n{_route(app, anchor, source, 'app')}\n"
    changes = [source.after_line(anchor.function.span.end, text, "")]
    changes += import_from(source, functions(plan), "sqlalchemy")
    for table in erased_tables(plan):
        if table.location.path != source.path:
            changes += import_from(source, [table.symbol], module_name(app, source, table.location.path))
    return changes


def _registration(app: App, neighbour: SourceFile, path: str) -> list[Change]:
    """`app.include_router(account.router)` behind the line that includes the neighbour's router."""
    stem = posixpath.splitext(posixpath.basename(neighbour.path))[0]
    name = posixpath.splitext(posixpath.basename(path))[0]
    for file, module in sorted(app.modules.items()):
        for node in module.body if module.language == "python" else ():
            call = node.value if isinstance(node, form.Evaluate) else None
            callee = call.callee if isinstance(call, form.Call) else None
            if (
                not isinstance(callee, form.Member)
                or callee.name != "include_router"
                or not isinstance(call, form.Call)
            ):
                continue
            source = SourceFile(app, file)
            given = call.arguments[0] if call.arguments else None
            host = source.content[callee.object.span.start : callee.object.span.end].decode()
            if (
                isinstance(given, form.Member)
                and isinstance(given.object, form.Name)
                and given.object.name == stem
            ):
                package = _imported_from(source, stem)
                line = f"{host}.include_router({name}.{given.name})"
                return [source.after_line(node.span.end, line), *import_from(source, [name], package)]
            if isinstance(given, form.Name) and _imported_from(source, given.name).endswith(f".{stem}"):
                module_path = f"{_imported_from(source, given.name).removesuffix(stem)}{name}"
                changes = source.after_line(node.span.end, f"{host}.include_router({name}_router)")
                start = source.import_offset
                return [changes, source.insert(start, f"from {module_path} import router as {name}_router\n")]
    return []
