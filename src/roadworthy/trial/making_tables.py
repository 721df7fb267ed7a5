"""The app's tables: made by its own tools, else from its SQL files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from roadworthy.trial.app_server import AppServer
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.database_server import DatabaseServer
from roadworthy.trial.django_migrations import MAKE_MIGRATIONS, NONE_MADE
from roadworthy.trial.extensions import with_extensions
from roadworthy.trial.node_plan import DRIZZLE_EXPORT, DRIZZLE_PUSH
from roadworthy.trial.postgres import Postgres

_TOOL_SECONDS, _EXPORT_SECONDS = 180, 60
Allows = Callable[[float], float]


def make_tables(
    server: AppServer,
    database: Postgres | DatabaseServer | None,
    plan: BootPlan,
    folder: Path,
    allows: Allows,
) -> list[str]:
    """Runs the plan's commands, then its SQL files, which lie in `folder`; `allows` is how many seconds of those wanted
    are left. Returns what a person should know of it. Raises AppError when a command fails."""
    notes: list[str] = []
    for command in plan.schema:
        said, made = _run(server, database, command, allows(_TOOL_SECONDS))
        if command == MAKE_MIGRATIONS:
            done = (
                "Django makes none without asking"
                if NONE_MADE in said
                else "they were made in the trial's copy"
            )
            notes.append(f"no migration knows some of its models: {done}")
        notes += [f"extension {name}: switched on, as by hand: no migration does it" for name in made]
        # drizzle-kit ends well whatever the database answered.
        if command.startswith(DRIZZLE_PUSH) and "severity: 'ERROR'" in said:
            notes += _applied(database, [server.run("schema", DRIZZLE_EXPORT, allows(_EXPORT_SECONDS))])
    texts = [(folder / file).read_text(errors="replace") for file in plan.schema_files]
    return [*notes, *_applied(database, texts)]


def _run(
    server: AppServer, database: Postgres | DatabaseServer | None, command: str, seconds: float
) -> tuple[str, tuple[str, ...]]:
    if not isinstance(database, Postgres):
        return server.run("schema", command, seconds), ()
    return with_extensions(lambda: server.run("schema", command, seconds), server.said, database.switch_on)


def _applied(database: Postgres | DatabaseServer | None, texts: Sequence[str]) -> tuple[str, ...]:
    return database.apply_sql(texts) if database is not None and texts else ()
