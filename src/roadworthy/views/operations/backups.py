"""How an app's data is saved, and how it comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.deployment import OWN_CONTAINER, DataStore, Schedule
from roadworthy.app.location import Location, whole_file
from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.source.purpose import is_test
from roadworthy.views.operations.documents import Section, sections
from roadworthy.views.operations.hosting import app_processes

_DUMPS = regex(
    r"\b(pg_dump(all)?|pg_basebackup|mysqldump|mariadb-dump|mongodump|mongoexport|wal-g|pgbackrest|barman|litestream|restic backup|borg create"
    r"|create-db-snapshot|sql backups create|supabase db dump|sqlite3? .*\.backup|dumpdata|backup by the database's operator|postgres-backup|mysql-backup"
    r"|db-backup|docker-volume-backup|databack|heroku pg:backups)\b"
)
_RESTORES = regex(
    r"\b(pg_restore|mongorestore|psql\b[^\n|]*<|\|\s*psql|docker exec -i[^\n]*psql|mysql\b[^\n|]*<|wal-g backup-fetch|pgbackrest[^\n]*restore|litestream restore|restic restore"
    r"|restore-db-instance\S*|pg:backups:restore|loaddata|psql[^\n]*-f\s+\S*(backup|dump))"
)
# Words of which every way to save or restore contains one.
_MARKS = (
    "dump", "backup", "mongoexport", "wal-g", "pgbackrest", "barman", "litestream", "borg create", "snapshot", "databack",
    "restore", "psql", "mysql", "loaddata",
)  # fmt: skip
_PLAN = regex(r"restor|recover|disaster|wiederherstell", re.I)
_SAVING_TITLE = regex(r"\bback-?ups?\b", re.I)
_GOALS = regex(r"\bR[TP]O\b|recovery (time|point)|at most .{0,30}(data|lost|hours|minutes)", re.I)
_DRILL = regex(r"drill|restore[-_ ]?test|test[-_ ]?restore|verify[-_ ]?backup", re.I)
_DATED = regex(r"\b20\d\d-\d\d-\d\d\b")
_SCRIPTS = (".sh", ".bash", ".py", ".js", ".mjs", ".ts", ".ps1", "Makefile", "justfile")
_LARGEST = 100_000


class Script(Struct, frozen=True):
    """A file that saves or restores data when somebody runs it."""

    path: str
    location: Location
    restores: bool
    text: str
    saves: bool = False


def scripts(app: App) -> tuple[Script, ...]:
    """The files that call a tool which saves or restores a database."""
    return app.view(_scripts)


def _scripts(app: App) -> tuple[Script, ...]:
    found = []
    for file in app.repository.files:
        if (
            file.size > _LARGEST
            or not file.path.endswith(_SCRIPTS)
            or re.search(r"(^|/)(node_modules|vendor)/", file.path)
        ):
            continue
        text = app.text(file.path)
        match = _RESTORES.search(text) or _DUMPS.search(text) if any(map(text.__contains__, _MARKS)) else None
        if match:
            line = text.count("\n", 0, match.start()) + 1
            found.append(
                Script(
                    file.path,
                    Location(file.path, line, line),
                    bool(_RESTORES.search(text)),
                    text,
                    bool(_DUMPS.search(text)),
                )
            )
    return tuple(found)


def scheduled_backup(app: App) -> Schedule | None:
    """What saves the data again and again."""
    return next((one for one in app.deployment.schedules if _saves(app, one.command)), None)


def _saves(app: App, command: str) -> bool:
    if _DUMPS.search(command):
        return True
    return any(_DUMPS.search(script.text) for script in _called(app, command))


def _called(app: App, command: str) -> Iterator[Script]:
    """The scripts that a command runs, by their names, also through a script of package.json."""
    named = [
        inner
        for _, name, inner in app.deployment.all_scripts
        if re.search(rf"\brun {re.escape(name)}\b", command)
    ]
    whole = " ".join([command, *named])
    for script in scripts(app):
        if re.search(rf"(^|[\s/'\"]){re.escape(script.path.rpartition('/')[2])}\b", whole):
            yield script


def unsaved_stores(app: App) -> tuple[DataStore, ...]:
    """Databases whose own setting says that nothing is kept."""
    return tuple(store for store in app.deployment.data_stores if store.backup == "off")


def saving_store(app: App) -> DataStore | None:
    """A database whose own setting says that it is saved."""
    return next((store for store in app.deployment.data_stores if store.backup == "on"), None)


# What starts an app anew whenever its code changes, beside the database of whoever writes it, or a shell for them to start it in.
_FOR_DEVELOPERS = regex(
    r"runserver|--reload\b|nodemon|\b(npm|yarn|pnpm|bun)( run)? (\w+:)?dev\b|start:dev|flask( --debug)? run\b|next dev|tsx watch"
    r"|(^|&&)\s*(/bin/)?(ba|z)?sh[\s\"']*$|sleep infinity|tail -[fF] /dev/null"
)
# Files that say by their name that they are for who writes the app, or that take settings from such a place.
_DEVELOPMENT = regex(r"(^|[/._-])(dev(elop(ment)?)?|local)([._-][\w.-]*)?\.ya?ml$", re.I)
_TAKES_DEVELOPMENT = regex(r"[\"'\s/.-](dev|development)/[\w.-]*\.?(env|cfg|conf|ini|toml|ya?ml)\b", re.I)
# The whole repository as a volume: the container runs what somebody writes at the moment.
_MOUNTS_SOURCE = regex(r"^\s*-\s*[\"']?\.{1,2}/?:/", re.M)


def _kept_stores(app: App) -> tuple[DataStore, ...]:
    """The databases of which the repository says who keeps them, so that nobody else saves them: beside the app in containers, or set up
    at a provider. A container of its own is what people develop with, and so is one beside an app that is started for them."""
    beside = _deployed_files(app)
    return tuple(
        store
        for store in app.deployment.data_stores
        if (
            store.location.path in beside and not is_test(store.location.path)
            if store.provider == OWN_CONTAINER
            else not _FOR_TESTS.search(store.location.path)
        )
    )


# Files by which a platform runs a whole app: its server, and a database beside it.
_RUNS_ALL = regex(r"(^|/)(render\.yaml|railway\.(json|toml)|fly\.toml|app\.yaml)$")


def ways_to_run(app: App) -> tuple[str, ...]:
    """The files of which each runs the app by itself, at another place than the others."""
    platforms = {path for path in app.deployment.platforms if _RUNS_ALL.search(path)}
    compose = {path for path in _deployed_files(app) if path.endswith((".yml", ".yaml"))}
    return tuple(sorted(path for path in platforms | compose if not _FOR_TESTS.search(path)))


def _deployed_files(app: App) -> set[str]:
    """The files that run the app as it is deployed: none of their processes is there for those who write it."""
    processes = app_processes(app)
    writing = {one.location.path for one in processes if _FOR_DEVELOPERS.search(one.command)}
    found = {one.location.path for one in processes} - writing
    return {path for path in found if not _DEVELOPMENT.search(path) and not _is_for_writing(app.text(path))}


def _is_for_writing(text: str) -> bool:
    return bool(_MOUNTS_SOURCE.search(text) or _TAKES_DEVELOPMENT.search(text))


# --- the way back ------------------------------------------------------------------------------------


def recovery_sections(app: App) -> tuple[Section, ...]:
    """The parts of documents that say, with commands or steps, how lost data comes back."""
    found = []
    for section in sections(app):
        about = _PLAN.search(section.title) or _PLAN.search(section.path.rpartition("/")[2])
        steps = _RESTORES.search(section.text) or len(re.findall(r"^\s*\d+[.)]\s", section.text, re.M)) >= 3
        if about and steps and re.search(r"restor|dump|backup|snapshot", section.text, re.I):
            found.append(section)
    return tuple(found)


def states_goals(app: App) -> bool:
    """Whether a document with a way back says how much may be lost and how long it may take."""
    paths = {section.path for section in recovery_sections(app)}
    return any(
        _GOALS.search(section.text) or _GOALS.search(section.title)
        for section in sections(app)
        if section.path in paths
    )


def drill(app: App) -> str:
    """How the way back is exercised: by a pipeline or schedule that restores, or by a record with a date; '' for not at all."""
    for pipeline in app.deployment.pipelines:
        for job in pipeline.jobs:
            if any(_restores(app, command.text) for command in job.commands):
                return pipeline.path
    scheduled = next((one for one in app.deployment.schedules if _restores(app, one.command)), None)
    if scheduled is not None:
        return str(scheduled.location)
    for section in sections(app):
        if _DRILL.search(section.title) and _DATED.search(section.text):
            return str(section.location)
    return ""


def _restores(app: App, command: str) -> bool:
    return bool(_RESTORES.search(command)) or any(script.restores for script in _called(app, command))


def saves(command: str) -> bool:
    """Whether a command makes a copy of a database."""
    return bool(_DUMPS.search(command))


def restores(command: str) -> bool:
    """Whether a command brings a copy of a database back."""
    return bool(_RESTORES.search(command))


def backup_sections(app: App) -> tuple[Section, ...]:
    """The parts of documents under a heading about backups."""
    return tuple(s for s in sections(app) if _SAVING_TITLE.search(s.title))


def backup_place(app: App) -> Location | None:
    """What of the repository speaks of backups at all: a script, then a document."""
    found = scripts(app)
    if found:
        return found[0].location
    spoken = backup_sections(app)
    return spoken[0].location if spoken else None


_FOR_TESTS = regex(
    r"(^|/)(tests?|cypress|e2e|playwright|ci|\.github|\.devcontainer)/|[.-](test|ci|e2e)\.", re.I
)


def database_place(app: App) -> Location | None:
    """Where the database is set up or declared."""
    kept = _kept_stores(app)
    if kept:
        return kept[0].location
    stores = [store.location for store in app.deployment.data_stores]
    if stores:
        # The database that the tests are run against is gone when they end.
        return next((place for place in stores if not _FOR_TESTS.search(place.path)), stores[0])
    configs = [
        f.path
        for f in app.repository.files
        if re.search(r"(^|/)(drizzle\.config\.\w+|schema\.prisma|alembic\.ini|migrations?\.sql)$", f.path)
    ]
    if configs:
        return whole_file(configs[0])
    sql = [f.path for f in app.repository.files if f.language == "sql"]
    return whole_file(sql[0]) if sql else next((table.location for table in app.tables), None)
