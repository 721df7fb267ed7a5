"""Reads which databases the files of the repository set up, and what they say of their backups."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from roadworthy.app.deployment import OWN_CONTAINER, DataStore, Process
from roadworthy.app.location import Location
from roadworthy.regex import regex
from roadworthy.source import Repository
from roadworthy.source.data_files import Text, parsed_yaml, section

_RESOURCE = regex(r'^\s*resource\s+"([a-z0-9_]+)"\s+"([\w-]+)"\s*\{', re.M)
_DATABASES = regex(
    r"^(aws_db_instance|aws_rds_cluster|aws_docdb_cluster|google_sql_database_instance|digitalocean_database_cluster"
    r"|azurerm_(postgresql|mysql|mssql|cosmosdb)\w*|mongodbatlas_(advanced_)?cluster|aws_dynamodb_table)$"
)
# What each provider's resource says when it keeps backups, and when it does not.
_ON = regex(
    r"backup_retention_period\s*=\s*[1-9]|backup_retention_days\s*=\s*[1-9]|point_in_time_recovery(_enabled)?\s*=\s*true"
    r"|point_in_time_recovery\s*\{[^}]*enabled\s*=\s*true|backup_configuration\s*\{[^}]*enabled\s*=\s*true"
    r"|(cloud|provider|pit)_?backup(_enabled)?\s*=\s*true",
    re.S,
)
_OFF = regex(
    r"backup_retention_period\s*=\s*0\b[^\n]*|backup_configuration\s*\{[^}]*enabled\s*=\s*false", re.S
)
# Providers that keep backups unless they are told not to.
_BY_DEFAULT = regex(r"^(digitalocean_database_cluster|aws_rds_cluster|aws_docdb_cluster|azurerm_)")
_SERVER_IMAGE = regex(
    r"(^|/)(postgres|postgis|mysql|mariadb|mongo|timescale\w*|pgvector|supabase/postgres)[\w/-]*(:|$)"
)
_LARGEST = 300_000


def read_data_stores(repository: Repository, processes: tuple[Process, ...]) -> tuple[DataStore, ...]:
    """Every database that some file sets up."""
    found = [
        DataStore(process.name, OWN_CONTAINER, process.location)
        for process in processes
        if process.kind in ("compose", "kubernetes") and _SERVER_IMAGE.search(process.image)
    ]
    for file in repository.files:
        name = posixpath.basename(file.path)
        if file.size > _LARGEST:
            continue
        if name.endswith(".tf"):
            found += _terraform(file.path, repository.text(file.path))
        elif name in ("render.yaml", "render.yml"):
            found += _render(file.path, repository.text(file.path))
        elif name.endswith((".yml", ".yaml", ".json", ".bicep")):
            found += _templates(file.path, repository)
    return tuple(found)


def _terraform(path: str, text: str) -> Iterator[DataStore]:
    for match in _RESOURCE.finditer(text):
        kind, name = match.groups()
        if not _DATABASES.match(kind):
            continue
        body = _block(text, match.end())
        off, on = _OFF.search(body), _ON.search(body)
        backup = "off" if off else "on" if on or _BY_DEFAULT.match(kind) else ""
        if kind == "aws_db_instance" and not backup:
            # Terraform's own default is 0 days.
            backup = "off"
        line = text.count("\n", 0, match.start(1)) + 1
        place = Location(path, line, line + body.count("\n"))
        said = off or on
        yield DataStore(name, kind, place, backup, said.group(0).strip() if said is not None else "")


def _block(text: str, start: int) -> str:
    depth = 1
    for position in range(start, len(text)):
        depth += (text[position] == "{") - (text[position] == "}")
        if not depth:
            return text[start:position]
    return text[start:]


def _render(path: str, text: str) -> Iterator[DataStore]:
    """Render backs up its paid databases; of the free plan it keeps nothing and deletes the database after a time."""
    try:
        documents = [one for one in parsed_yaml(text) if isinstance(one, dict)]
    except ValueError:
        return
    for document in documents:
        listed = document.get("databases")
        for one in listed if isinstance(listed, list) else ():
            plan = str(one.get("plan", "")) if isinstance(one, dict) else ""
            name = one.get("name", "database") if isinstance(one, dict) else "database"
            line = name.line if isinstance(name, Text) else 1
            yield DataStore(
                str(name),
                "render",
                Location(path, line, line),
                "off" if plan in ("free", "starter-free") else "on" if plan else "",
                f"plan: {plan}",
            )


def _templates(path: str, repository: Repository) -> Iterator[DataStore]:
    """CloudFormation, Bicep, and the operators of Kubernetes."""
    text = repository.text(path)
    kind = re.search(
        r"AWS::RDS::DB(Instance|Cluster)|Microsoft\.DB\w+/\w+[sS]ervers|postgresql\.cnpg\.io", text
    )
    if kind is None:
        return
    days = re.search(r"BackupRetentionPeriod\W+(\d+)|backupRetentionDays\W+(\d+)", text)
    number = next((group for group in days.groups() if group), "") if days else ""
    operated = "cnpg" in kind.group(0) and section_of_backup(text)
    line = text.count("\n", 0, kind.start()) + 1
    backup = "off" if number == "0" else "on" if number or operated else ""
    yield DataStore(
        kind.group(0), "template", Location(path, line, line), backup, days.group(0) if days else ""
    )


def section_of_backup(text: str) -> bool:
    """Whether a cluster of CloudNativePG says where its backups go."""
    try:
        documents = parsed_yaml(text)
    except ValueError:
        return False
    return any(section(one, "spec", "backup") for one in documents)
