"""Reads what is run again and again: timers, cron tables, scheduled pipelines, jobs of platforms."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from roadworthy.app.deployment import Pipeline, Process, Schedule
from roadworthy.app.location import Location, whole_file
from roadworthy.frameworks.processes import vercel_crons
from roadworthy.regex import regex
from roadworthy.source import Repository
from roadworthy.source.data_files import parsed_yaml, section

# Five fields of a cron table, or a name such as @daily, then a command.
_CRON = regex(
    r"^\s*(?:echo\s+[\"'])?((?:[\d*/,-]+\s+){4}[\d*/,A-Za-z-]+|@(?:hourly|daily|midnight|weekly|monthly))\s+(\S.*)$",
    re.M,
)
_TABLES = regex(r"(^|/)(crontabs?|cron\.d/[^/]+|[^/]*\.cron(tab)?)(\.txt)?$")
_EXEC = regex(r"^\s*ExecStart\s*=\s*(.+)$", re.M)
_CALENDAR = regex(r"^\s*(?:OnCalendar|OnUnitActiveSec)\s*=\s*(.+)$", re.M)
# Images whose whole work is a scheduled backup.
_BACKUP_IMAGES = regex(
    r"postgres-backup|mysql-backup|db-backup|docker-volume-backup|mongo(db)?-backup|pgbackrest|wal-g|litestream|databack|pg-?dump|s3-backup|autorestic|restic"
)
_LARGEST = 200_000


def read_schedules(
    repository: Repository, pipelines: tuple[Pipeline, ...], processes: tuple[Process, ...]
) -> tuple[Schedule, ...]:
    """Everything with a time of its own."""
    found = [
        Schedule(command.text, pipeline.every, command.location)
        for pipeline in pipelines
        if pipeline.every
        for job in pipeline.jobs
        for command in job.commands
    ]
    found += [Schedule(p.image, "by itself", p.location) for p in processes if _BACKUP_IMAGES.search(p.image)]
    for file in repository.files:
        if file.size <= _LARGEST and file.language != "binary":
            found += _of_file(repository, file.path)
    return tuple(found)


def _of_file(repository: Repository, path: str) -> Iterator[Schedule]:
    name = posixpath.basename(path)
    if name.endswith(".timer"):
        yield from _timer(repository, path)
    elif _TABLES.search(path):
        yield from _table(path, repository.text(path))
    elif name.endswith((".sh", ".tf", ".tpl")) and "crontab" in (text := repository.text(path)):
        yield from _table(path, text)
    elif name == "vercel.json":
        for asked, every in vercel_crons(repository.text(path)):
            yield Schedule(f"GET {asked}", every, whole_file(path))
    elif name.endswith((".yml", ".yaml")) and not path.startswith(".github/"):
        yield from _yaml(path, repository)


def _table(path: str, text: str) -> Iterator[Schedule]:
    for match in _CRON.finditer(text):
        line = text.count("\n", 0, match.start(1)) + 1
        yield Schedule(match.group(2), match.group(1), Location(path, line, line))


def _timer(repository: Repository, path: str) -> Iterator[Schedule]:
    every = _CALENDAR.search(repository.text(path))
    unit = path.removesuffix(".timer") + ".service"
    if every is None or unit not in {file.path for file in repository.files}:
        return
    for match in _EXEC.finditer(repository.text(unit)):
        yield Schedule(match.group(1), every.group(1).strip(), whole_file(path))


def _yaml(path: str, repository: Repository) -> Iterator[Schedule]:
    text = repository.text(path)
    if not re.search(r"CronJob|type:\s*cron|ScheduledBackup", text):
        return
    try:
        documents = [one for one in parsed_yaml(text) if isinstance(one, dict)]
    except ValueError:
        return
    for document in documents:
        spec = section(document, "spec")
        if document.get("kind") == "CronJob":
            template = section(spec, "jobTemplate", "spec", "template", "spec")
            yield Schedule(_all_text(template), str(spec.get("schedule", "")), whole_file(path))
        if document.get("kind") == "ScheduledBackup":
            yield Schedule(
                "backup by the database's operator", str(spec.get("schedule", "")), whole_file(path)
            )
        services = document.get("services")
        for one in services if isinstance(services, list) else ():
            if isinstance(one, dict) and one.get("type") == "cron":
                yield Schedule(
                    str(one.get("startCommand", "")), str(one.get("schedule", "")), whole_file(path)
                )


def _all_text(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(_all_text(inner) for inner in value.values())
    return " ".join(_all_text(inner) for inner in value) if isinstance(value, list) else str(value)
