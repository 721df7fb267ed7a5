"""Extensions of PostgreSQL as hosts offer them: made by the app's own role, those that the embedded server lacks among them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from roadworthy.errors import AppError
from roadworthy.regex import regex

# Hosted Postgres lets every owner of a database make it; in this build only a superuser may.
_TRUSTED_ELSEWHERE = ("vector",)
# Extensions are often switched on by hand: told by what a statement misses.
_SWITCHED_ON = tuple(
    (regex(said), name)
    for said, name in (
        (r'type "(\w+\.)?(half|sparse)?vec(tor)?"|method "(hnsw|ivfflat)"|class "vector_\w+"', "vector"),
        (r'class "gi[ns]t?_trgm_ops"|function (\w+\.)?(word_)?similarity\(', "pg_trgm"),
        (r'type "(\w+\.)?citext"', "citext"),
        (r'type "(\w+\.)?hstore"', "hstore"),
        (r'type "(\w+\.)?ltree"', "ltree"),
        (r"function (\w+\.)?unaccent\(|dictionary \"unaccent\"", "unaccent"),
        (r"function (\w+\.)?moddatetime\(", "moddatetime"),
        (r"no default operator class for access method \"gist\"", "btree_gist"),
        (r"no default operator class for access method \"gin\"", "btree_gin"),
        (r"function (\w+\.)?(levenshtein|soundex|dmetaphone)\(", "fuzzystrmatch"),
        (r"function (\w+\.)?uuid_generate_v\d\w*\(", "uuid-ossp"),
        (r"function (\w+\.)?(crypt|gen_salt|digest|hmac|gen_random_bytes|pgp_sym_\w+)\(", "pgcrypto"),
    )
)


def missing_extension(said: str) -> str:
    """The extension whose absence the database's words tell of, '' when they tell of none."""
    return next((name for pattern, name in _SWITCHED_ON if pattern.search(said)), "")


def make_extension(connection: psycopg.Connection[Any], name: str) -> None:
    """Makes an extension where the app's role finds its functions: in `public`, as the schema of the database's owner comes first
    on the path of whoever makes it."""
    with connection.transaction():
        connection.execute("SET LOCAL search_path TO public")
        connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))


def with_extensions(
    run: Callable[[], str], said: Callable[[], str], switch_on: Callable[[str], object]
) -> tuple[str, tuple[str, ...]]:
    """Runs a step that makes tables; while the database tells of an extension that nobody switched on, switches it on
    and runs it again. What the step printed, and the extensions. Raises the step's AppError."""
    made: list[str] = []
    while True:
        failed: AppError | None = None
        try:
            printed = run()
        except AppError as error:
            printed, failed = said(), error
        missing = missing_extension(printed)
        if missing and missing not in made:
            switch_on(missing)
            made.append(missing)
        elif failed is not None:
            raise failed
        else:
            return printed, tuple(made)


def lay_out_extensions(installed: Path, folder: Path) -> None:
    """Fill `folder`, a place of `extension_control_path`, for the server installed at `installed`."""
    place = folder / "extension"
    shutil.copytree(Path(__file__).parent / "stand_ins", place)
    for name in _TRUSTED_ELSEWHERE:
        for file in (installed / "share" / "extension").glob(f"{name}*"):
            shutil.copyfile(file, place / file.name)
        with (place / f"{name}.control").open("a") as control:
            control.write("trusted = true\n")
