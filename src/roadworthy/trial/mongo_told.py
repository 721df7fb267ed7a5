"""What an app asks MongoDB, heard at the door in front of the server, where its questions can be held as well.

The messages are those of the wire protocol: https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/.
"""

from __future__ import annotations

import asyncio
import struct
from collections import deque
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import bson
from bson import json_util
from bson.errors import BSONError
from msgspec import Struct

from roadworthy.trial.mongo_sql import written

_HEADER, _FLAGS, _MESSAGE = 16, 4, 2013
# What drivers themselves send at most is 48 MB; what is longer is none of theirs.
_LONGEST, _READ = 50_000_000, 1_000_000
_MOST, _PAUSE_SECONDS = 20_000, 0.01
_READS = ("find", "aggregate", "count", "distinct")
_CHANGES = ("insert", "update", "delete", "findAndModify")
_PARTS = {"find": "filter", "aggregate": "pipeline", "count": "query", "distinct": "query"}
_ANY = "?"


class Question(Struct, frozen=True):
    """One command of the app's: its name (`find`), the collection, and the whole of it."""

    name: str
    collection: str
    command: dict[str, Any]

    @property
    def reads(self) -> bool:
        return self.name in _READS

    def as_find(self) -> str | None:
        """The same as a `find` in extended JSON, which can be explained; None where it begins with something else."""
        asked = dict(self.command)
        if self.name == "aggregate":
            first: dict[str, Any] = next(iter(asked.get("pipeline") or ()), {})
            asked = {"filter": first["$match"]} if "$match" in first else {}
        elif self.name == "count":
            asked = {"filter": asked.get("query", {})}
        kept = {part: asked[part] for part in ("filter", "sort", "skip", "limit") if asked.get(part)}
        return json_util.dumps({"find": self.collection, **kept}) if "filter" in kept else None

    def shown(self) -> str:
        """As mongosh takes it, its values left out."""
        asked = self.command.get(_PARTS.get(self.name, "filter"), {})
        beside = "".join(
            f".{part}({written(_shape(self.command[part]))})" for part in ("sort",) if self.command.get(part)
        )
        return f"db.getCollection('{self.collection}').{self.name}({written(_shape(asked))}){beside}"


class ToldMongo:
    """What was asked since `forget`, in order. Held collections answer nobody: what asks for them waits at the door."""

    def __init__(self) -> None:
        self._asked: deque[Question] = deque(maxlen=_MOST)
        self._held: frozenset[str] = frozenset()
        self._waiting = 0

    def questions(self) -> list[Question]:
        return list(self._asked)

    def forget(self) -> None:
        self._asked.clear()

    @property
    def waiting(self) -> int:
        """How many questions wait for held collections now."""
        return self._waiting

    @contextmanager
    def held(self, collections: Sequence[str]) -> Iterator[None]:
        """Inside the block questions about these collections wait."""
        self._held = frozenset(collections)
        try:
            yield
        finally:
            self._held = frozenset()

    async def passed(self, reader: asyncio.StreamReader, first: bytes) -> AsyncIterator[bytes]:
        """What comes from one client, message by message, each as soon as it may go on."""
        data = first or await reader.read(_READ)
        while data:
            while len(data) < _needed(data) and (more := await reader.read(_READ)):
                data += more
            length = _needed(data)
            whole = _HEADER < length <= len(data)
            message = data[:length] if whole else data
            if whole:
                await self._heard(message)
            yield message
            data = data[len(message) :] or await reader.read(_READ)

    async def _heard(self, message: bytes) -> None:
        asked = _question(message)
        if asked is None:
            return
        self._asked.append(asked)
        if asked.collection not in self._held:
            return
        self._waiting += 1
        try:
            while asked.collection in self._held:
                await asyncio.sleep(_PAUSE_SECONDS)
        finally:
            self._waiting -= 1


def _needed(data: bytes) -> int:
    """How many bytes the message that begins here has, as far as that is told yet; 0 for what is none."""
    if len(data) < _HEADER:
        return _HEADER
    length = int(struct.unpack_from("<i", data)[0])
    return length if _HEADER < length <= _LONGEST else 0


def _question(message: bytes) -> Question | None:
    """None for what is no command on a collection's documents: a handshake, the next part of an answer."""
    start = _HEADER + _FLAGS + 1
    kind = struct.unpack_from("<i", message, _HEADER - 4)[0]
    if kind != _MESSAGE or len(message) <= start + 4 or message[start - 1] != 0:
        return None
    size = struct.unpack_from("<i", message, start)[0]
    try:
        command = bson.decode(message[start : start + size])
    except BSONError:
        return None
    name, collection = next(iter(command.items()), ("", None))
    if name not in (*_READS, *_CHANGES) or not isinstance(collection, str):
        return None
    return Question(name, collection, command)


def _shape(value: Any) -> Any:
    """A value without what stands in it: two questions of one shape differ by their values alone."""
    if isinstance(value, Mapping):
        return {name: _shape(one) for name, one in value.items()}
    if isinstance(value, list):
        shapes = [_shape(one) for one in value]
        return [one for place, one in enumerate(shapes) if one not in shapes[:place]]
    return _ANY
