"""The files behind Supabase Storage's door: their rows are read and written with the caller's own rights, so that the
policies on `storage.objects` decide; what is in them lies in a folder of the trial's."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

Connection = psycopg.Connection[dict[str, Any]]
Row = dict[str, Any]
Claims = Mapping[str, Any]
ROLE = "supabase_storage_admin"
SERVER_CLAIMS: Claims = {"role": "service_role"}
_ROLES = frozenset({"anon", "authenticated", "service_role"})
_FOUND = "SELECT * FROM storage.objects WHERE bucket_id = %s AND name = %s"
_ADD = (
    "INSERT INTO storage.objects (bucket_id, name, owner, owner_id, version, metadata)"
    " VALUES (%s, %s, %s::uuid, %s, %s, %s)"
)
_REPLACED = (
    " ON CONFLICT (bucket_id, name) DO UPDATE SET version = excluded.version, metadata = excluded.metadata,"
    " owner = excluded.owner, owner_id = excluded.owner_id, updated_at = now()"
)


class Files:
    """`connect` opens a connection of Storage's role; each call has its own, because calls come from several threads.

    Every method that takes `claims` raises psycopg.Error where the caller's rights do not reach."""

    def __init__(self, connect: Callable[[], Connection], folder: Path) -> None:
        self._connect = connect
        self._folder = folder

    @contextmanager
    def _acting(self, claims: Claims, *, undone: bool = False) -> Iterator[Connection]:
        """A transaction with a caller's rights."""
        role = claims.get("role")
        with self._connect() as connection, connection.transaction(force_rollback=undone):
            said = json.dumps(dict(claims))
            connection.execute(
                "SELECT set_config('role', %s, true), set_config('request.jwt.claims', %s, true),"
                " set_config('search_path', 'storage, public, extensions', true)",
                (role if role in _ROLES else "anon", said),
            )
            yield connection

    # --- buckets --------------------------------------------------------------------------------------

    def bucket(self, name: str) -> Row | None:
        """A bucket, whoever asks: the door itself knows all of them."""
        with self._acting(SERVER_CLAIMS) as connection:
            return connection.execute("SELECT * FROM storage.buckets WHERE id = %s", (name,)).fetchone()

    def buckets(self, claims: Claims) -> list[Row]:
        with self._acting(claims) as connection:
            return connection.execute("SELECT * FROM storage.buckets ORDER BY name LIMIT 1000").fetchall()

    def add_bucket(self, claims: Claims, bucket: Mapping[str, Any]) -> None:
        values = (
            bucket["id"],
            bucket.get("name") or bucket["id"],
            bool(bucket.get("public")),
            bucket.get("file_size_limit"),
            bucket.get("allowed_mime_types"),
        )
        with self._acting(claims) as connection:
            connection.execute(
                "INSERT INTO storage.buckets (id, name, public, file_size_limit, allowed_mime_types)"
                " VALUES (%s, %s, %s, %s, %s)",
                values,
            )

    # --- files ----------------------------------------------------------------------------------------

    def find(self, claims: Claims, bucket: str, name: str) -> Row | None:
        """The row of a file that the caller may see."""
        with self._acting(claims) as connection:
            return connection.execute(_FOUND, (bucket, name)).fetchone()

    def content(self, row: Row) -> bytes:
        """What is in a file; nothing of one whose row was made without the door."""
        kept = self._folder / str(row["version"])
        return kept.read_bytes() if row["version"] and kept.is_file() else b""

    def put(self, claims: Claims, bucket: str, name: str, content: bytes, kind: str, *, replace: bool) -> Row:
        """Keeps a file and returns its row. Raises psycopg.errors.UniqueViolation where there is one and it is not to be
        replaced."""
        version, owner = uuid.uuid4().hex, claims.get("sub")
        metadata = {
            "eTag": f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"',
            "size": len(content),
            "mimetype": kind,
            "cacheControl": "max-age=3600",
        }
        values = (bucket, name, owner, owner, version, json.dumps(metadata))
        with self._acting(claims) as connection:
            connection.execute((_ADD + (_REPLACED if replace else "")).encode(), values)
        self._folder.mkdir(exist_ok=True)
        (self._folder / version).write_bytes(content)
        row = self.find(SERVER_CLAIMS, bucket, name)
        assert row is not None
        return row

    def permit(self, claims: Claims, bucket: str, name: str) -> None:
        """Sees whether the caller may put a file there, and puts none."""
        with self._acting(claims, undone=True) as connection:
            connection.execute(_ADD, (bucket, name, claims.get("sub"), claims.get("sub"), "", "{}"))

    def remove(self, claims: Claims, bucket: str, names: list[str]) -> list[Row]:
        """The rows of the files that were there, that the caller may see and delete, and that are gone now."""
        with self._acting(claims) as connection:
            return connection.execute(
                "DELETE FROM storage.objects WHERE bucket_id = %s AND name = ANY(%s) RETURNING *",
                (bucket, names),
            ).fetchall()

    def rename(self, claims: Claims, bucket: str, name: str, new: str) -> int:
        """How many files it moved: one, or none that the caller may change."""
        with self._acting(claims) as connection:
            return connection.execute(
                "UPDATE storage.objects SET name = %s, updated_at = now() WHERE bucket_id = %s AND name = %s",
                (new, bucket, name),
            ).rowcount

    def below(self, claims: Claims, bucket: str, prefix: str, most: int, skipped: int) -> list[Row]:
        """Files in a folder, and the folders in it as rows with a name alone."""
        start = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        with self._acting(claims) as connection:
            rows = connection.execute(
                "SELECT * FROM storage.objects WHERE bucket_id = %s AND starts_with(name, %s) ORDER BY name",
                (bucket, start),
            ).fetchall()
        found: dict[str, Row] = {}
        for row in rows:
            inner, deeper, _rest = str(row["name"])[len(start) :].partition("/")
            found.setdefault(inner, {"name": inner} if deeper else {**row, "name": inner})
        return list(found.values())[skipped : skipped + most]
