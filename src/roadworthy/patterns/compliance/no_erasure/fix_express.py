"""The way out in an Express app with Drizzle: a module of its own, registered beside the routes that need a sign-in."""

from __future__ import annotations

import posixpath
import re

from roadworthy.app import App, Endpoint, Table
from roadworthy.edits import Change, NewFile, express
from roadworthy.edits.drizzle_erasure import operators, statements
from roadworthy.edits.guards import guard_in_use
from roadworthy.edits.module_style import takes_imports
from roadworthy.edits.source import SourceFile
from roadworthy.edits.template import fill
from roadworthy.languages import form
from roadworthy.patterns.compliance.no_erasure.paths import account_path
from roadworthy.views.people.access import SIGNED_IN, Access
from roadworthy.views.people.erasure_plan import ErasurePlan, erased_tables


def express_edits(app: App, plan: ErasurePlan) -> tuple[list[Change], list[NewFile]] | None:
    """The module and its registration; None where the app shows no sign-in guard, database or place for it."""
    guard = guard_in_use(app, "express", SIGNED_IN)
    database = express.database_module(app)
    anchor = _anchor(app)
    if guard is None or anchor is None or not database or plan.people.library != "drizzle":
        return None
    if _session_key(app) is None or b"neon-http" in app.read(database):
        # A driver without transactions cannot erase all or nothing.
        return None
    path = _new_path(app)
    endpoint, statement = anchor
    source = SourceFile(app, endpoint.location.path)
    if not takes_imports(source):
        return None
    call = f"registerAccountDeletion({express.router_name(app, endpoint)}){source.semicolon}"
    changes = [source.after_line(statement, f"\n{call}", source.indent(endpoint.location.start))]
    changes += source.import_named(["registerAccountDeletion"], source.path_to(path))
    text = _module(app, plan, path, guard, database)
    return changes, [NewFile(path, express.in_language(app, text))]


def _new_path(app: App) -> str:
    folder = express.server_folder(app)
    ending = express.ending(app)
    taken = f"{folder}/account{ending}".lstrip("/") in app.modules
    return f"{folder}/{'account-erasure' if taken else 'account'}{ending}".lstrip("/")


def _anchor(app: App) -> tuple[Endpoint, int] | None:
    """A signed-in route registered under its whole path, and where its statement ends."""
    found = []
    for endpoint in app.endpoints:
        if endpoint.framework != "express" or SIGNED_IN not in Access(endpoint).guards(endpoint.facts):
            continue
        call = _route(app, endpoint)
        if call is None:
            continue
        first = call.arguments[0] if call.arguments else None
        if isinstance(first, form.Literal) and first.value == endpoint.path:
            about = re.search(r"profile|account|user|/me$", endpoint.path) is not None
            found.append(
                (about and endpoint.method in ("PATCH", "PUT", "GET"), endpoint.location.end, endpoint)
            )
    if not found:
        return None
    _, end, endpoint = max(found, key=lambda item: (item[0], item[1]))
    return endpoint, end


def _route(app: App, endpoint: Endpoint) -> form.Call | None:
    """The call that registers an endpoint; None where it is not written out (`route("/x").get(...)`)."""
    try:
        return express.route_call(app, endpoint)
    except LookupError:
        return None


def _session_key(app: App) -> str | None:
    """The property of `req.user` that holds the person's key: what own rows are found by; None when it is elsewhere."""
    votes: dict[tuple[str, ...], int] = {}
    for endpoint in app.endpoints:
        for query in endpoint.queries:
            for item in query.filters:
                for leaf in item.value.leaves():
                    if leaf.kind == "session" and item.operator == "=":
                        votes[leaf.path] = votes.get(leaf.path, 0) + 1
    best = max(votes, key=lambda path: votes[path], default=())
    return best[1] if len(best) == 2 and best[0] == "user" else None


# --- the module --------------------------------------------------------------------------------------


def _module(app: App, plan: ErasurePlan, path: str, guard: tuple[str, Endpoint], database: str) -> str:
    name, user = guard
    lines = [statement.replace("\n", "\n    ") for statement in statements(plan)]
    sessions = _sessions_table(app)
    if sessions is not None:
        lines.insert(len(lines) - 1, _ends_sessions(sessions))
    return fill(
        __package__,
        "account.ts",
        IMPORTS="\n".join(_imports(app, plan, path, name, user, database, sessions)),
        PEOPLE=plan.people.symbol,
        KEY=_key(plan),
        KEPT=_kept(plan),
        STEPS="\n".join(f"    {line}" for line in lines),
        PATH=account_path(app),
        GUARD=name,
        SESSION_KEY=_session_key(app) or "id",
        END=_ends_this_session(app),
    )


def _key(plan: ErasurePlan) -> str:
    column = plan.people.column(plan.people.primary_key[0])
    return column.field if column is not None else "id"


def _kept(plan: ErasurePlan) -> str:
    if not plan.kept:
        return ""
    kept = "; ".join(f"{name} ({reason})" for name, reason in plan.kept)
    return f" What stays, without anything that names them:\n * {kept}."


def _imports(
    app: App, plan: ErasurePlan, path: str, guard: str, user: Endpoint, database: str, sessions: Table | None
) -> list[str]:
    names = [*operators(plan), *(["sql"] if sessions is not None else [])]
    lines = [
        f'import {{ {", ".join(sorted(names))} }} from "drizzle-orm";',
        'import type { IRouter, NextFunction, Request, Response } from "express";',
    ]
    by_file: dict[str, list[str]] = {}
    for table in [*erased_tables(plan), *([sessions] if sessions is not None else [])]:
        by_file.setdefault(table.location.path, []).append(table.symbol)
    for file, symbols in sorted(by_file.items()):
        lines.append(f'import {{ {", ".join(sorted(set(symbols)))} }} from "{specifier(app, path, file)}";')
    lines.append(f'import {{ {guard} }} from "{specifier(app, path, _home(app, guard, user))}";')
    return [*lines, f'import {{ db }} from "{specifier(app, path, database)}";']


def _home(app: App, name: str, endpoint: Endpoint) -> str:
    """The file that a guard comes from: where the endpoint's file imports it from, else that file."""
    file = endpoint.location.path
    module = app.modules.get(file)
    for statement in module.body if module is not None else ():
        if isinstance(statement, form.Import) and any(item.local == name for item in statement.names):
            joined = posixpath.normpath(posixpath.join(posixpath.dirname(file), statement.source))
            for candidate in app.modules:
                if posixpath.splitext(candidate)[0] == posixpath.splitext(joined)[0].removesuffix(".js"):
                    return candidate
    return file


def specifier(app: App, importer: str, target: str) -> str:
    """How a new file imports another: by the alias that the app has for it, else relatively."""
    stem = posixpath.splitext(target)[0]
    for _, module in sorted(app.modules.items()):
        for statement in module.body:
            if isinstance(statement, form.Import) and not statement.source.startswith("."):
                alias = statement.source.lstrip("@~").removeprefix("/")
                if "/" in statement.source and alias and (stem == alias or stem.endswith(f"/{alias}")):
                    return statement.source
    return express.relative_import(app, importer, target)


# --- sessions ----------------------------------------------------------------------------------------


def _sessions_table(app: App) -> Table | None:
    """The table of connect-pg-simple, where the app declares it and passport fills it."""
    if app.deployment.package("passport") is None:
        return None
    return next(
        (t for t in app.tables if t.column("sess") and t.column("expire") and t.library == "drizzle"), None
    )


def _ends_sessions(table: Table) -> str:
    return (
        f"await tx.delete({table.symbol}).where("
        f"sql`${{{table.symbol}.sess}} -> 'passport' ->> 'user' = ${{String(userId)}}`);"
    )


def _ends_this_session(app: App) -> str:
    if app.deployment.package("express-session") is None:
        return '      res.clearCookie("token");'
    return (
        "      await new Promise<void>((resolve, reject) =>\n"
        "        req.session.destroy((error: unknown) => (error ? reject(error) : resolve())),\n"
        "      );\n"
        '      res.clearCookie("connect.sid");'
    )
