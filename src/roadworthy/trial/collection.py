"""What an app's own code says of the documents that it keeps, as the database itself says nothing."""

from __future__ import annotations

import msgspec


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a document. `type` is as in the App's tables (`text`, `objectid`, `timestamptz`, ...); `allowed` are the values
    that alone may stand there, `stored` how the database spells each of them, () for as they are; `parent` is (collection, field) that it refers to, ('', '') for none."""

    name: str
    type: str
    required: bool = False
    unique: bool = False
    default: str = ""
    allowed: tuple[str, ...] = ()
    stored: tuple[str, ...] = ()
    parent: tuple[str, str] = ("", "")


class Collection(msgspec.Struct, frozen=True):
    """A collection and the fields of its documents."""

    name: str
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field | None:
        return next((one for one in self.fields if one.name == name), None)
