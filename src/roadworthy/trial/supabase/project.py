"""What of a repository makes a Supabase project: its migrations, its seed, and the settings that matter to a trial."""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

import msgspec

from roadworthy.regex import regex
from roadworthy.source.data_files import section
from roadworthy.trial.kept_in_pages import page_texts
from roadworthy.trial.sql_files import loose_files, with_what_they_change
from roadworthy.trial.supabase.stated_tables import StatedTable

CONFIG = "supabase/config.toml"
SEED = "supabase/seed.sql"
# Projects made from this day on give the roles of the internet no rights by default (Supabase's changelog).
WITHHELD_SINCE = "20260530"
_ACCOUNTS = regex(r"^(next-auth|@auth/\w[\w-]*|better-auth|lucia|passport|@clerk/\w[\w-]*)$")
_ROWS = regex(r"^(@prisma/client|drizzle-orm|typeorm|sequelize|kysely|knex)$")
_CLIENTS = regex(r"^@supabase/(supabase-js|ssr|auth-helpers-\w+)$")
_HOST = regex(r"^[a-z0-9][a-z0-9-]{2,60}$")
_SIZE = regex(r"(\d+(?:\.\d+)?)\s*((?:[KMGT]i?)?B)?", re.I)
_GRANTS_TABLES = regex(
    r"\bgrant\s+(?:all|select|insert|update|delete)\b[\w\s,]*?\bon\s+(?!(?:all\s+)?(?:function|routine|sequence|schema)s?\b)[^;]*?\bto\b[^;]*\b(?:anon|authenticated)\b",
    re.I,
)
_ADDRESS = regex(r"[\"'`]https://([a-z0-9][a-z0-9-]{2,60})\.supabase\.(?:co|in|net)/?[\"'`]")
_KEPT_AS = regex(r"\bstorageKey\s*:\s*[\"'`]([\w.:-]+)[\"'`]")
_DATED = regex(r"^(20\d{6})")


class SupabaseProject(msgspec.Struct, frozen=True, kw_only=True):
    """`reference` names the project in its host, `REFERENCE.supabase.co`. `migrations` and `seed` are SQL files relative to the
    repository, in the order they run. `schemas` are those that the API shows, `max_rows` the most rows of one answer.
    `grants` tells what new tables and functions give anon and authenticated by default. `functions` is the folder of the edge
    functions ('' for none), `largest_file` the bytes that a file may have where its bucket sets no limit. `stated` are tables
    that the generated types describe, for those that no file makes; `buckets` the names of those that the app puts files into and
    no file makes."""

    reference: str = "trialproject"
    migrations: tuple[str, ...] = ()
    seed: tuple[str, ...] = ()
    schemas: tuple[str, ...] = ("public",)
    max_rows: int = 1000
    grants: Literal["given", "withheld"] = "given"
    functions: str = ""
    largest_file: int = 50 << 20
    stated: tuple[StatedTable, ...] = ()
    buckets: tuple[str, ...] = ()


def uses_supabase(dependencies: dict[str, str]) -> bool:
    """Whether a package.json asks for one of Supabase's clients."""
    return any(_CLIENTS.match(name) for name in dependencies)


def _keeps_its_own(dependencies: dict[str, str]) -> bool:
    """Whether people sign in by another library and rows are reached by an ORM: such an app has Supabase's client for files or for
    news at most, and nobody of it is an account of the project."""
    return all(any(asked.match(name) for name in dependencies) for asked in (_ACCOUNTS, _ROWS))


def find_project(root: Path, folder: Path, dependencies: dict[str, str]) -> SupabaseProject | None:
    """The project of an app whose manifest lies in `folder`; None where it uses none."""
    home = next((one for one in (folder, root) if (one / "supabase").is_dir()), None)
    if home is None and (not uses_supabase(dependencies) or _keeps_its_own(dependencies)):
        return None
    base = home or folder
    config = _config(base / CONFIG)
    migrations = _migrations(root, base)
    inside = base.relative_to(root).as_posix()
    dated = [found[1] for path in migrations if (found := _DATED.match(posixpath.basename(path)))]
    seed = posixpath.normpath(f"{inside}/{SEED}")
    functions = posixpath.normpath(f"{inside}/supabase/functions")
    api = section(config, "api")
    return SupabaseProject(
        reference=_reference(config),
        migrations=migrations,
        seed=(seed,) if (root / seed).is_file() and not (root / seed).is_symlink() else (),
        schemas=_schemas(api),
        max_rows=_max_rows(api),
        grants="withheld"
        if dated and min(dated) >= WITHHELD_SINCE and _grants(root, migrations)
        else "given",
        largest_file=_largest_file(section(config, "storage")),
        functions=functions if (root / functions).is_dir() else "",
    )


def session_names(copy: Path, reference: str) -> tuple[str, ...]:
    """The names under which pages keep who is signed in: supabase-js names it after the project's address. A project that was copied
    keeps the address of the one that its pages really ask, written into their code, whatever its settings say; and they may
    name it themselves (`storageKey`)."""
    addressed, named = [reference], list[str]()
    for text in page_texts(copy):
        if ".supabase." in text or "createClient" in text:
            addressed += _ADDRESS.findall(text)
            named += _KEPT_AS.findall(text) if "createClient" in text else []
    return tuple(dict.fromkeys([*(f"sb-{one}-auth-token" for one in addressed), *named]))


def _grants(root: Path, migrations: Iterable[str]) -> bool:
    """Whether a migration gives the roles of the internet rights to tables. Where none does, and pages reach tables all the same, rights
    are what they were: the project is an older one than its first migration, or its host gives them."""
    return any(_GRANTS_TABLES.search((root / path).read_text(errors="replace")) for path in migrations)


def _config(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        # Without it, or where it cannot be read, a project has the service's defaults.
        return {}


def _reference(config: dict[str, Any]) -> str:
    named = str(config.get("project_id", "")).lower().replace("_", "-")
    return named if _HOST.match(named) else SupabaseProject().reference


def _schemas(api: dict[str, Any]) -> tuple[str, ...]:
    named = api.get("schemas")
    found = tuple(str(one) for one in named) if isinstance(named, list) else ()
    return tuple(one for one in found if one not in ("graphql_public", "storage")) or ("public",)


def _max_rows(api: dict[str, Any]) -> int:
    named = api.get("max_rows")
    return named if isinstance(named, int) and named > 0 else SupabaseProject().max_rows


def _largest_file(storage: dict[str, Any]) -> int:
    """`50MiB`, as the service's own command-line tool reads it."""
    said = _SIZE.fullmatch(str(storage.get("file_size_limit", "")).strip())
    if said is None:
        return SupabaseProject().largest_file
    unit = (said[2] or "b").lower()
    step = 1024 if "i" in unit else 1000
    return int(float(said[1]) * step ** "bkmgt".index(unit[0]))


def _migrations(root: Path, base: Path) -> tuple[str, ...]:
    """The project's own migrations in the order of their names; without any, whatever SQL files the repository has."""
    own = sorted(base.glob("supabase/migrations/*.sql"))
    if not own:
        return loose_files(root)
    dated = tuple(one.relative_to(root).as_posix() for one in own if not one.is_symlink())
    return with_what_they_change(root, dated)
