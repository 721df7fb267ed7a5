"""How the schema of an app's database changes: by migrations with a way back, or by hand."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at, whole_file
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.data.required_columns import required_column
from roadworthy.views.failures.faults import database_server
from roadworthy.views.operations.hosting import callee_name

_FOLDER = regex(r"(^|/)(migrations?|drizzle|versions|migrate)/")
_NOT_ONE = regex(
    r"(^|/)(meta|tests?|node_modules|seed(er)?s?)/|__init__\.py$|(^|/)(index|env|schema|run|migrate)\.\w+$"
)
_PUSH = regex(
    r"drizzle-kit push\b(?: --?[\w=-]+)*|prisma db push\b(?: --?[\w=-]+)*|typeorm schema:sync|sequelize db:sync|supabase db push --include-all"
)
_PUSH_SCRIPT = regex(r"\b(?:npm|pnpm|yarn|bun) (?:run )?([\w:-]*push[\w:-]*)")
_DEPLOYING = regex(
    r"(^|/)(Dockerfile[\w.]*|Containerfile|Procfile|render\.ya?ml|fly\.toml|railway\.\w+|entrypoint[\w.-]*|[\w.-]*\.sh)$"
)
_BESIDE = regex(
    r"(^|/)(tests?|__tests__|e2e|scripts?|seeds?|fixtures|examples?)/|seed|(^|/)(conftest|reset_|init_)|\.(test|spec)\."
)
_DOWN_FILE = regex(r"(\.|_|-|/)(down|rollback|undo|revert)\.sql$")
_DOWN_PART = regex(r"^--\s*(migrate:down|\+goose Down|Down Migration|DOWN\b|rollback)", re.M | re.I)
_DESTROYS = regex(r"^\s*(DROP\s+(TABLE|COLUMN)|ALTER\s+TABLE[^;]*\bDROP\s+COLUMN|TRUNCATE)\b", re.M | re.I)
# The same in the words of Alembic, whose operations may also be given as SQL.
_DROPS = regex(r"\bdrop_(?:table|column)\([^()\n]*\)|\bDROP\s+(?:TABLE|COLUMN)\s+[\w.]+", re.I)
_LARGEST = 200_000
_MONGO = {"mongoose", "mongodb", "motor", "pymongo", "beanie", "mongoengine"}
_RELATIONAL = {"pg", "postgres", "mysql", "mysql2", "sequelize", "@prisma/client", "drizzle-orm", "typeorm", "knex", "@supabase/supabase-js",
               "@supabase/ssr", "sqlalchemy", "flask-sqlalchemy", "sqlmodel", "django", "psycopg", "psycopg2", "psycopg2-binary", "asyncpg",
               "better-sqlite3", "sqlite3", "kysely", "tortoise-orm", "peewee"}  # fmt: skip


class Change(Struct, frozen=True):
    """A migration. `back` when it says how it is undone; `destroys` is the first statement that loses data, `required` the first
    column that no row of an earlier release has and every row must ('' for none), each with its line."""

    path: str
    back: bool
    destroys: str = ""
    line: int = 1
    required: str = ""
    required_line: int = 0


class ByHand(Struct, frozen=True):
    """A way in which the schema is changed without migrations. `what` is the command or call."""

    what: str
    location: Location
    deploys: bool = False


def relational(app: App) -> bool:
    """Whether the app has a database with a schema of its own."""
    packages = {name for name, _ in app.deployment.packages}
    if packages & _MONGO and not packages & _RELATIONAL and not sql_files(app):
        return False
    return bool(packages & _RELATIONAL or app.tables or sql_files(app) or database_server(app))


def migrations(app: App) -> tuple[Change, ...]:
    """Every migration, in the order of their names."""
    return app.view(_migrations)


def _migrations(app: App) -> tuple[Change, ...]:
    found = []
    for file in app.repository.files:
        path = file.path
        if not _FOLDER.search(path) or _NOT_ONE.search(path) or _DOWN_FILE.search(path):
            continue
        if path.endswith(".sql"):
            found.append(_sql(app, path))
        elif path.endswith(".py") and re.search(r"def upgrade\b|class Migration\b", text := app.text(path)):
            found.append(_python(path, text))
        elif path.endswith((".js", ".ts", ".cjs")) and re.search(r"\b(up|change)\b", text := app.text(path)):
            found.append(Change(path, bool(re.search(r"\bdown\b\W", text))))
    return tuple(found)


def _sql(app: App, path: str) -> Change:
    text = app.text(path)
    stem = path.removesuffix(".sql").removesuffix(".up")
    names = {
        f"{stem}.down.sql",
        f"{stem}_down.sql",
        posixpath.dirname(path) + "/down.sql",
        f"{stem}.rollback.sql",
    }
    back = bool(names & {file.path for file in app.repository.files}) or bool(_DOWN_PART.search(text))
    match = _DESTROYS.search(text)
    required_line, required = (0, "") if database_server(app) == "mysql" else required_column(text)
    return Change(
        path,
        back,
        match.group(0).strip() if match else "",
        text.count("\n", 0, match.start()) + 1 if match else 1,
        required,
        required_line,
    )


def _python(path: str, text: str) -> Change:
    if "class Migration" in text:
        # Django reverses its own operations; only code and SQL need to say how.
        loose = re.search(
            r"RunPython\(\s*[\w.]+\s*,?\s*\)|RunSQL\(\s*(\"\"\"(?:(?!\"\"\").)*\"\"\"|[\"'][^\"']*[\"']|\w+)\s*,?\s*\)",
            text,
            re.S,
        )
        return Change(path, loose is None)
    line, there = _alembic_step(text, "upgrade")
    _, back = _alembic_step(text, "downgrade")
    lost = _DROPS.search(there)
    return Change(
        path,
        bool(back.strip()) and back.strip() != "pass",
        " ".join(lost.group(0).split()) if lost else "",
        line + there.count("\n", 0, lost.start()) if lost else 1,
    )


def _alembic_step(text: str, name: str) -> tuple[int, str]:
    """The line at which the body of `upgrade` or `downgrade` begins, and the body without comments."""
    body = re.search(rf"def {name}\(.*?\).*?:\r?\n(.*?)(?=\n[^\s]|\Z)", text, re.S)
    if body is None:
        return 1, ""
    inner = re.sub(r'"""[\s\S]*?"""|#.*', lambda found: "\n" * found[0].count("\n"), body.group(1))
    return text.count("\n", 0, body.start(1)) + 1, inner


def by_hand(app: App) -> tuple[ByHand, ...]:
    """Every way in which the schema is changed without migrations, those that a deploy runs first."""
    return app.view(_by_hand)


def _by_hand(app: App) -> tuple[ByHand, ...]:
    found = [*_pushes(app), *_creations(app)]
    return tuple(sorted(found, key=lambda one: not one.deploys))


def _pushes(app: App) -> Iterator[ByHand]:
    named = {}
    for path, name, command in app.deployment.all_scripts:
        match = _PUSH.search(command)
        if match:
            named[name] = match.group(0)
            text = app.text(path)
            line = text.count("\n", 0, max(0, text.find(f'"{name}"'))) + 1
            deploys = name in (
                "build",
                "start",
                "postinstall",
                "deploy",
                "prestart",
                "vercel-build",
                "heroku-postbuild",
            )
            yield ByHand(match.group(0).strip(), Location(path, line, line), deploys)
    for path, content in _deploying(app):
        for number, row in enumerate(content.splitlines(), start=1):
            script = _PUSH_SCRIPT.search(row)
            found = _PUSH.search(row) or (script if script and script.group(1) in named else None)
            if found is not None:
                yield ByHand(found.group(0).strip(), Location(path, number, number), True)


def _deploying(app: App) -> Iterator[tuple[str, str]]:
    pipelines = {pipeline.path for pipeline in app.deployment.pipelines}
    for file in app.repository.files:
        if file.size < _LARGEST and (_DEPLOYING.search(file.path) or file.path in pipelines):
            yield file.path, app.text(file.path)


def _creations(app: App) -> Iterator[ByHand]:
    """`create_all()`, `sequelize.sync()`, `synchronize: true`, in code that the app runs."""
    for path, module in sorted(app.modules.items()):
        if _BESIDE.search(path):
            continue
        for node in form.walk(module.body, form.Call, form.Entry):
            if isinstance(node, form.Call) and _creates(node):
                yield ByHand(f"{callee_name(node)}()", at(path, node), True)
            if isinstance(node, form.Entry) and _synchronizes(node):
                yield ByHand("synchronize: true", at(path, node), True)


def _synchronizes(node: form.Entry) -> bool:
    named = isinstance(node.key, form.Literal) and node.key.value == "synchronize"
    return named and isinstance(node.value, form.Literal) and node.value.value is True


def _makes_as_it_starts(node: form.Call) -> bool:
    """`register_tortoise(app, generate_schemas=True)` (https://tortoise.github.io/contrib/fastapi.html)."""
    return any(
        isinstance(one.key, form.Literal)
        and one.key.value == "generate_schemas"
        and isinstance(one.value, form.Literal)
        and one.value.value is True
        for one in node.keywords
    )


def _creates(node: form.Call) -> bool:
    name = callee_name(node)
    if name in ("create_all", "generate_schemas") or _makes_as_it_starts(node):
        return True
    owner = node.callee.object if isinstance(node.callee, form.Member) else None
    named = owner.name if isinstance(owner, (form.Name, form.Member)) else ""
    # `run_sync(Base.metadata.create_all)` hands it on.
    handed = name == "run_sync" and any(
        isinstance(a, form.Member) and a.name == "create_all" for a in node.arguments
    )
    return handed or (name == "sync" and named.lower() in ("sequelize", "db", "database", "connection"))


def sql_files(app: App) -> tuple[Location, ...]:
    """SQL files that make tables outside any folder of migrations: somebody runs them by hand."""
    found = []
    for file in app.repository.files:
        if (
            file.language == "sql"
            and not _FOLDER.search(file.path)
            and re.search(r"CREATE\s+TABLE|ALTER\s+TABLE", app.text(file.path), re.I)
        ):
            found.append(whole_file(file.path))
    return tuple(found)
