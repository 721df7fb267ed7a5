"""Supabase Storage's door: its paths, limits and errors (storage-api v1), as far as supabase-js and pages use them.

Pictures are handed out as they are: nothing is resized.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import psycopg

from roadworthy.regex import regex
from roadworthy.trial.behaviour import DoubleRequest
from roadworthy.trial.supabase.answer import Answer, as_json
from roadworthy.trial.supabase.callers import Keys, claims_of
from roadworthy.trial.supabase.files import SERVER_CLAIMS, Claims, Files, Row
from roadworthy.trial.supabase.multipart import uploaded
from roadworthy.trial.supabase.tokens import sign, verified

# What the service refuses in a name (storage-api, isValidKey).
_NAME = regex(r"[\w/!\-.*'() &$@=;:+,?]+")
_PLACE = regex(r"/object/(?:(public|sign|authenticated|info|list|upload/sign)/)?([^/]+)(?:/(.+))?")
_PICTURE = regex(r"/render/image/(public|sign|authenticated)/")
_PAGE = regex(r"^(text/html|application/xhtml\+xml)", re.I)
_NO_COLUMNS = ("id", "updated_at", "created_at", "last_accessed_at", "metadata")


class StorageDoor:
    """One door to the files of one project. `largest` is how many bytes a file may have where its bucket says nothing."""

    def __init__(self, files: Files, keys: Keys, largest: int) -> None:
        self._files = files
        self._keys = keys
        self._largest = largest

    async def answer(self, request: DoubleRequest, path: str) -> Answer:
        """The answer to a request below `/storage/v1`."""
        try:
            # The database's driver waits in a thread, so that nothing else has to.
            return await asyncio.to_thread(self._answer, request, path)
        except psycopg.errors.UniqueViolation:
            return _refused(409, "Duplicate", "The resource already exists")
        except psycopg.errors.InsufficientPrivilege as error:
            return _refused(403, "Unauthorized", str(error).splitlines()[0])
        except psycopg.Error as error:
            return _refused(400, "DatabaseError", str(error).splitlines()[0])

    def _answer(self, request: DoubleRequest, path: str) -> Answer:
        bare, query = urlsplit(path).path.rstrip("/"), parse_qs(urlsplit(path).query)
        bare = _PICTURE.sub(r"/object/\1/", bare)
        claims = claims_of(request.headers, self._keys) or {"role": "anon"}
        if bare.startswith("/bucket"):
            return self._buckets(request, claims, unquote(bare.removeprefix("/bucket").strip("/")))
        if request.method == "POST" and bare in ("/object/move", "/object/copy"):
            return self._elsewhere(claims, _said(request), copy=bare.endswith("copy"))
        place = _PLACE.fullmatch(bare)
        if place is None:
            return _refused(404, "not_found", "this door of Supabase Storage is not part of a trial")
        way, bucket, name = place[1] or "", unquote(place[2]), unquote(place[3] or "")
        known = self._files.bucket(bucket)
        if known is None:
            return _refused(404, "Bucket not found", "Bucket not found")
        return self._file(request, claims, way, known, name, query.get("token", [""])[0])

    def _file(
        self, request: DoubleRequest, claims: Claims, way: str, bucket: Row, name: str, token: str
    ) -> Answer:
        match (request.method, way):
            case ("POST", "list"):
                return self._listed(claims, bucket, _said(request))
            case ("DELETE", ""):
                return self._removed(claims, bucket, name, _said(request))
            case ("POST", "sign" | "upload/sign"):
                return self._signed(claims, bucket, name, _said(request), way)
            case ("PUT", "upload/sign"):
                return self._uploaded(
                    request, SERVER_CLAIMS, bucket, name, vouched=self._vouches(token, bucket, name)
                )
            case ("POST" | "PUT", ""):
                return self._uploaded(request, claims, bucket, name, vouched=True)
            case ("GET" | "HEAD", "public"):
                return self._given(request, SERVER_CLAIMS if bucket["public"] else None, bucket, name)
            case ("GET" | "HEAD", "sign"):
                open_ = self._vouches(token, bucket, name)
                return self._given(request, SERVER_CLAIMS if open_ else None, bucket, name)
            case ("GET" | "HEAD", _):
                return self._given(request, claims, bucket, name)
        return _refused(404, "not_found", "this door of Supabase Storage is not part of a trial")

    # --- files ----------------------------------------------------------------------------------------

    def _uploaded(
        self, request: DoubleRequest, claims: Claims, bucket: Row, name: str, *, vouched: bool
    ) -> Answer:
        content, kind = uploaded(request)
        if not vouched:
            return _refused(400, "InvalidSignature", "The url signature is invalid")
        if not name or not _NAME.fullmatch(name):
            return _refused(400, "InvalidKey", f"Invalid key: {name}")
        if len(content) > (bucket["file_size_limit"] or self._largest):
            return _refused(413, "Payload too large", "The object exceeded the maximum allowed size")
        if not _is_allowed(kind, bucket["allowed_mime_types"]):
            return _refused(415, "invalid_mime_type", f"mime type {kind} is not supported")
        replace = request.method == "PUT" or request.headers.get("x-upsert", "").lower() == "true"
        row = self._files.put(claims, bucket["id"], name, content, kind, replace=replace)
        return as_json(200, {"Id": row["id"], "Key": f"{bucket['id']}/{name}"})

    def _given(self, request: DoubleRequest, claims: Claims | None, bucket: Row, name: str) -> Answer:
        row = self._files.find(claims, bucket["id"], name) if claims is not None else None
        if row is None:
            return _refused(404, "not_found", "Object not found")
        metadata = row["metadata"] or {}
        if "/info/" in request.path:
            return as_json(
                200, {**_shown(row), "size": metadata.get("size"), "content_type": metadata.get("mimetype")}
            )
        kind = str(metadata.get("mimetype", "application/octet-stream"))
        headers = (
            # The service hands pages out as text, so that nobody's scripts run at its address.
            ("content-type", _PAGE.sub("text/plain", kind)),
            ("cache-control", str(metadata.get("cacheControl", "no-cache"))),
            ("etag", str(metadata.get("eTag", '""'))),
        )
        return Answer(200, headers, b"" if request.method == "HEAD" else self._files.content(row))

    def _listed(self, claims: Claims, bucket: Row, said: dict[str, Any]) -> Answer:
        most, skipped = _number(said, "limit", 100), _number(said, "offset", 0)
        rows = self._files.below(claims, bucket["id"], str(said.get("prefix") or ""), most, skipped)
        return as_json(200, [_shown(row) for row in rows])

    def _removed(self, claims: Claims, bucket: Row, name: str, said: dict[str, Any]) -> Answer:
        named = said.get("prefixes")
        names = [name] if name else [str(one) for one in named] if isinstance(named, list) else []
        gone = self._files.remove(claims, bucket["id"], names)
        if name and not gone:
            return _refused(404, "not_found", "Object not found")
        return as_json(200, {"message": "Successfully deleted"} if name else [_shown(row) for row in gone])

    def _elsewhere(self, claims: Claims, said: dict[str, Any], *, copy: bool) -> Answer:
        bucket, name = str(said.get("bucketId", "")), str(said.get("sourceKey", ""))
        goal = str(said.get("destinationKey", ""))
        row = self._files.find(claims, bucket, name)
        if row is None:
            return _refused(404, "not_found", "Object not found")
        if not copy:
            moved = self._files.rename(claims, bucket, name, goal)
            return (
                as_json(200, {"message": "Successfully moved"})
                if moved
                else _refused(403, "Unauthorized", "new row violates row-level security policy")
            )
        kind = str((row["metadata"] or {}).get("mimetype", "application/octet-stream"))
        made = self._files.put(claims, bucket, goal, self._files.content(row), kind, replace=False)
        return as_json(200, {"Id": made["id"], "Key": f"{bucket}/{goal}"})

    # --- addresses that open by themselves ------------------------------------------------------------

    def _signed(self, claims: Claims, bucket: Row, name: str, said: dict[str, Any], way: str) -> Answer:
        seconds = _number(said, "expiresIn", 7200)
        if way == "upload/sign":
            self._files.permit(claims, bucket["id"], name)
            return as_json(200, {"url": self._address(way, bucket, name, seconds)})
        if name:
            if self._files.find(claims, bucket["id"], name) is None:
                return _refused(404, "not_found", "Object not found")
            return as_json(200, {"signedURL": self._address(way, bucket, name, seconds)})
        named = said.get("paths")
        names = [str(one) for one in named] if isinstance(named, list) else []
        return as_json(200, [self._one_of_many(claims, bucket, one, seconds) for one in names])

    def _one_of_many(self, claims: Claims, bucket: Row, name: str, seconds: int) -> dict[str, Any]:
        if self._files.find(claims, bucket["id"], name) is None:
            return {"path": name, "error": "Either the object does not exist or you do not have access to it"}
        return {"path": name, "error": None, "signedURL": self._address("sign", bucket, name, seconds)}

    def _address(self, way: str, bucket: Row, name: str, seconds: int) -> str:
        place = f"{bucket['id']}/{name}"
        token = sign(self._keys.secret, {"url": place, "exp": int(time.time()) + seconds})
        return f"/object/{way}/{quote(place)}?token={token}"

    def _vouches(self, token: str, bucket: Row, name: str) -> bool:
        claims = verified(self._keys.secret, token)
        return claims is not None and claims.get("url") == f"{bucket['id']}/{name}"

    # --- buckets --------------------------------------------------------------------------------------

    def _buckets(self, request: DoubleRequest, claims: Claims, name: str) -> Answer:
        if request.method == "POST" and not name:
            said = _said(request)
            made = {**said, "id": str(said.get("id") or said.get("name") or "")}
            self._files.add_bucket(claims, made)
            return as_json(200, {"name": made["id"]})
        seen = self._files.buckets(claims)
        if request.method == "GET" and not name:
            return as_json(200, seen)
        found = next((one for one in seen if one["id"] == name), None)
        if request.method == "GET" and found is not None:
            return as_json(200, found)
        return _refused(404, "Bucket not found", "Bucket not found")


def _is_allowed(kind: str, allowed: list[str] | None) -> bool:
    plain = kind.partition(";")[0].strip().lower()
    wide = f"{plain.partition('/')[0]}/*"
    return not allowed or any(one.lower() in (plain, wide, "*/*") for one in allowed)


def _said(request: DoubleRequest) -> dict[str, Any]:
    try:
        value = json.loads(request.body)
    except ValueError:
        # Without a body, or with one that says nothing: what it asks for is then the usual.
        return {}
    return value if isinstance(value, dict) else {}


def _number(said: dict[str, Any], name: str, usual: int) -> int:
    value = said.get(name)
    return value if isinstance(value, int) and value >= 0 else usual


def _shown(row: Row) -> dict[str, Any]:
    return {**dict.fromkeys(_NO_COLUMNS), **row}


def _refused(code: int, error: str, message: str) -> Answer:
    """Whatever is wrong, the service answers 400 and tells the rest in the body."""
    return as_json(400, {"statusCode": str(code), "error": error, "message": message})
