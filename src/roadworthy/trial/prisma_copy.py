"""Edits in the trial's copy that let Prisma run without its engine. The app's own files are not touched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from roadworthy.regex import regex
from roadworthy.source.data_files import parsed_json
from roadworthy.trial.prisma_plan import READS_WITH, RUNS_AS, SCRIPT, PrismaUse
from roadworthy.trial.working_copy import LEFT_OUT

_RAISED = (
    "prisma",
    "@prisma/client",
    *(f"@prisma/adapter-{name}" for name in ("pg", "libsql", "neon", "mariadb", "planetscale")),
)
_PARTS = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_ADAPTERS = {"sqlite": "@prisma/adapter-libsql", "mysql": "@prisma/adapter-mariadb"}
_GENERATOR = regex(r"^(generator\s+\w+\s*\{)(.*?)(^\})", re.DOTALL | re.MULTILINE)
_CLIENT = regex(r"^\s*provider\s*=\s*\"prisma-client(-js)?\"", re.MULTILINE)
# What asks for an engine, or is measured by one.
_OF_ENGINES = regex(r"^\s*(engineType|binaryTargets|engine)\s*=.*\n(?:\s*\].*\n)?", re.MULTILINE)
_PREVIEWS = regex(r"^\s*previewFeatures\s*=\s*\[([^\]]*)\]", re.MULTILINE)
_GONE = frozenset({"metrics", "tracing", "driverAdapters", "queryCompiler", "referentialIntegrity"})
# As it was called until Prisma 4.5; the release that runs here passes it over and makes foreign keys, with the indexes of InnoDB.
_RELATIONS = regex(r"^(\s*)referentialIntegrity(\s*=)", re.MULTILINE)


def prepare_prisma(copy: Path, use: PrismaUse) -> None:
    """Rewrites manifests and schema of a copy, and lays the script beside them that generates the client."""
    (copy / SCRIPT).write_text(Path(__file__).with_name("prisma_inside.mjs").read_text())
    home = (copy / use.folder / "package.json").resolve()
    for manifest in _manifests(copy):
        _rewrite_manifest(manifest, use, manifest.resolve() == home)
    if use.major < 7:
        schema = copy / use.schema
        for file in sorted(schema.rglob("*.prisma")) if schema.is_dir() else [schema]:
            file.write_text(without_engine(file.read_text()))


def _manifests(copy: Path) -> Iterator[Path]:
    for folder in (copy, *(path for path in sorted(copy.rglob("*")) if path.is_dir())):
        own = not any(part in LEFT_OUT for part in folder.relative_to(copy).parts)
        if own and (folder / "package.json").is_file():
            yield folder / "package.json"


def _rewrite_manifest(file: Path, use: PrismaUse, home: bool) -> None:
    data = parsed_json(file.read_text(encoding="utf-8-sig"))
    if not isinstance(data, dict):
        return
    named = False
    for part in _PARTS:
        for name in _RAISED if use.major < 7 else ():
            if name in _part(data, part):
                named = True
                data[part][name] = RUNS_AS
    if home:
        data.setdefault("dependencies", {}).update(_own_packages(use))
    if named or home:
        file.write_text(json.dumps(data, indent=2) + "\n")


def _part(data: dict[str, Any], name: str) -> dict[str, Any]:
    found = data.get(name)
    return found if isinstance(found, dict) else {}


def _own_packages(use: PrismaUse) -> dict[str, str]:
    """Under names of our own, so that they stand beside whatever releases the app itself has."""
    adapter = _ADAPTERS.get(use.provider, "@prisma/adapter-pg")
    reader = {"roadworthy-prisma-schema": f"npm:@prisma/prisma-schema-wasm@{READS_WITH}"}
    return {
        "roadworthy-prisma": f"npm:prisma@{RUNS_AS}",
        "roadworthy-prisma-adapter": f"npm:{adapter}@{RUNS_AS}",
        **(reader if use.provider == "mysql" else {}),
    }


def without_engine(schema: str) -> str:
    """A schema whose client asks for no engine, in the words of the release that runs here."""

    def rewritten(match: re.Match[str]) -> str:
        head, body, end = match.groups()
        if not _CLIENT.search(body):
            return match[0]
        body = _PREVIEWS.sub(_previews, _OF_ENGINES.sub("", body))
        return f'{head}{body.rstrip()}\n  engineType = "client"\n{end}'

    return _GENERATOR.sub(rewritten, _RELATIONS.sub(r"\1relationMode\2", schema))


def _previews(match: re.Match[str]) -> str:
    kept = [name for name in re.findall(r'"(\w+)"', match[1]) if name not in _GONE]
    return f"  previewFeatures = {json.dumps(kept)}" if kept else ""
