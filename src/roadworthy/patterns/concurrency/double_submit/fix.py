"""Lets a repeated request find that it was carried out: by a unique key, else by an idempotency key."""

from __future__ import annotations

import posixpath

from roadworthy.app import App, Table
from roadworthy.catalogue import Gap
from roadworthy.edits import Brief, Change, Edits, Migration, NewFile, Review, express, fastapi
from roadworthy.edits.new_table import append, defined, schema_file
from roadworthy.edits.pending_control import disable_while_pending
from roadworthy.edits.schema_sql import POSTGRES, dialect
from roadworthy.edits.source import SourceFile
from roadworthy.edits.template import fill
from roadworthy.edits.unique_key import make_unique
from roadworthy.errors import RepairRefused
from roadworthy.languages import form
from roadworthy.patterns.concurrency.double_submit.finding import Repeat

Made = tuple[list[Change], list[NewFile], list[Migration]]

_TABLE = """CREATE TABLE idempotency_keys (
    id serial PRIMARY KEY,
    requester {short} NOT NULL,
    endpoint {text} NOT NULL,
    key {text} NOT NULL,{answer}
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX idempotency_keys_requester_endpoint_key ON idempotency_keys (requester, endpoint, key);
CREATE INDEX {index} ON idempotency_keys (created_at)"""


def fix(gap: Gap, app: App) -> Edits | Brief:
    """The unique key or the idempotency key, and the control disabled while it waits."""
    found: Repeat = gap.details
    if found.endpoint.kind == "component":
        return _brief(gap, "the page writes to the database directly")
    if found.endpoint.method == "GET":
        return _brief(gap, "an address that is only opened sends no key along")
    try:
        changes, files, migrations = _server(app, found)
    except RepairRefused as refused:
        return _brief(gap, str(refused))
    left = []
    for sender in found.unguarded:
        more = disable_while_pending(app, found.endpoint, sender)
        changes += more
        if not more:
            left.append(f"Disable the control at {sender.form.control} while its request runs.")
    return Edits(
        title=f"Carry {gap.subject} out once"[:72],
        why=f"{gap.message}. {_why(found)}",
        review=Review.THINK,
        changes=tuple(dict.fromkeys(changes)),
        files=tuple(files),
        migrations=tuple(migrations),
        notes=(*left, *_notes(found)),
    )


def _server(app: App, found: Repeat) -> Made:
    table = app.table(found.insert.table) if found.insert is not None else None
    if found.key and table is not None and found.charge is None:
        changes, migrations = make_unique(app, table, found.key)
        return changes, [], migrations
    if dialect(app) != POSTGRES or not app.tables:
        raise RepairRefused("the app keeps nothing in Postgres that could hold the keys")
    if found.endpoint.framework == "express":
        return _express(app, found, table or app.tables[0])
    if found.endpoint.framework == "fastapi":
        return _fastapi(app, found, table or app.tables[0])
    raise RepairRefused(f"{found.endpoint.framework} is not repaired by itself")


# --- Express -----------------------------------------------------------------------------------------


def _express(app: App, found: Repeat, near: Table) -> Made:
    database = express.database_module(app)
    if near.library != "drizzle" or not database:
        raise RepairRefused("no module offers a Drizzle database as db")
    schema = schema_file(app, near)
    path = posixpath.join(express.server_folder(app), f"idempotency{express.ending(app)}")
    source = SourceFile(app, found.endpoint.location.path)
    text = fill(
        __package__,
        "idempotency.ts",
        SCHEMA=_schema_import(app, path, database, schema),
        DATABASE=express.relative_import(app, path, database),
    )
    changes = [express.guard_route(app, found.endpoint, "idempotent")]
    changes += source.import_named(["idempotent"], source.path_to(path))
    files = [] if path in app.modules else [NewFile(path, express.in_language(app, text))]
    if app.table("idempotency_keys") is not None:
        return changes, files, []
    core = ("pgTable", "serial", "text", "integer", "jsonb", "timestamp", "uniqueIndex", "index")
    changes += append(app, schema, fill(__package__, "table.ts"), [(core, "drizzle-orm/pg-core")])
    answer = "\n    status integer,\n    body jsonb,"
    made = _TABLE.format(short="text", text="text", answer=answer, index="idempotency_keys_created_at_idx")
    return changes, files, [Migration("add_idempotency_keys", made, "DROP TABLE idempotency_keys")]


def _schema_import(app: App, path: str, database: str, schema: str) -> str:
    """The alias by which the database's module imports the schema, else a relative path."""
    for statement in app.modules[database].body:
        if isinstance(statement, form.Import) and _is_alias(statement.source, schema):
            return statement.source
    return express.relative_import(app, path, schema)


def _is_alias(source: str, path: str) -> bool:
    """`@shared/schema` for shared/schema.ts."""
    named = source.lstrip("@~").removeprefix("/")
    return not source.startswith(".") and "/" in source and posixpath.splitext(path)[0].endswith(named)


# --- FastAPI -----------------------------------------------------------------------------------------


def _fastapi(app: App, found: Repeat, near: Table) -> Made:
    factory = _session_factory(app)
    if near.library != "sqlalchemy" or factory is None:
        raise RepairRefused("no module makes plain SQLAlchemy sessions")
    package = posixpath.dirname(factory[0])
    path = posixpath.join(package, "idempotency.py")
    taken = path in app.modules and not defined_function(app, path, "once")
    path = posixpath.join(package, "once.py") if taken else path
    text = fill(
        __package__,
        "idempotency.py",
        DATABASE=_dotted(factory[0]),
        SESSION=factory[1],
        MODELS=_dotted(near.location.path),
    )
    source = SourceFile(app, found.endpoint.handler.path)
    changes = fastapi.add_dependency(app, found.endpoint, "Depends(once)")
    if not changes:
        raise RepairRefused("the route is not made by a decorator", where=str(found.endpoint.location))
    changes += source.import_named(["once"], _dotted(path))
    files = [] if path in app.modules else [NewFile(path, text)]
    if defined(app, near.location.path, "IdempotencyKey"):
        return changes, files, []
    orm, core = ("Mapped", "mapped_column"), ("DateTime", "Index", "String", "UniqueConstraint", "func")
    imports = [(core, "sqlalchemy"), (orm, "sqlalchemy.orm"), (("datetime",), "datetime")]
    changes += append(app, near.location.path, fill(__package__, "model.py"), imports)
    made = _TABLE.format(
        short="varchar(64)", text="varchar(200)", answer="", index="ix_idempotency_keys_created_at"
    )
    return changes, files, [Migration("add_idempotency_keys", made, "DROP TABLE idempotency_keys")]


def _session_factory(app: App) -> tuple[str, str] | None:
    """The module and the name of `SessionLocal = sessionmaker(...)`."""
    for path, module in sorted(app.modules.items()):
        for statement in module.body:
            value = statement.value if isinstance(statement, form.Define) else None
            callee = (
                value.callee.name
                if isinstance(value, form.Call) and isinstance(value.callee, form.Name)
                else ""
            )
            if (
                isinstance(statement, form.Define)
                and callee == "sessionmaker"
                and isinstance(statement.target, form.Name)
            ):
                return path, statement.target.name
    return None


def defined_function(app: App, path: str, name: str) -> bool:
    """Whether a module has a function of this name."""
    return any(isinstance(s, form.Function) and s.name == name for s in app.modules[path].body)


def _dotted(path: str) -> str:
    return posixpath.splitext(path)[0].removeprefix("src/").replace("/", ".").removesuffix(".__init__")


# --- words -------------------------------------------------------------------------------------------


def _why(found: Repeat) -> str:
    if found.key and found.charge is None:
        return "A unique key refuses the second row, and the insert answers with the first or with 409."
    return (
        "Each request claims its Idempotency-Key under a unique key before it starts; a repeat does nothing again. "
        "Without a key its content stands for it, for ten seconds."
    )


def _notes(found: Repeat) -> tuple[str, ...]:
    if found.key and found.charge is None:
        return ("The migration deletes rows that repeat an earlier one; look at them before you run it.",)
    return (
        "Let clients send one Idempotency-Key per attempt, so that a retry after more than ten seconds is known too.",
    )


def _brief(gap: Gap, why: str) -> Brief:
    return Brief(
        title=f"Carry {gap.subject} out once",
        task=f"{gap.message}. {' '.join(gap.evidence)}. It was not repaired by itself: {why}.",
        constraints=("a first request is answered as before", "a repeat gets the first one's answer, or 409"),
        acceptance=("the reproduction is cleared", "the app's own tests pass"),
    )
