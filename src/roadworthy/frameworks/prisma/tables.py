"""Prisma's models as tables, and the relations between them."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app import Column, ForeignKey, Index, Location, Table
from roadworthy.frameworks.found import TableSource
from roadworthy.frameworks.prisma.schema_file import (
    FieldDeclared,
    ModelDeclared,
    Place,
    PrismaSchema,
    names_in,
    text_in,
    word_in,
)

# Prisma stores and reads times in UTC whatever the column's own type, so that they are times with a zone.
_TYPES = {"String": "text", "Int": "integer", "BigInt": "bigint", "Float": "double precision", "Decimal": "numeric(65,30)",
          "Boolean": "boolean", "DateTime": "timestamptz", "Json": "jsonb", "Bytes": "bytea"}  # fmt: skip
_NATIVE = {"VarChar": "varchar", "Char": "char", "Text": "text", "Uuid": "uuid", "Citext": "text", "SmallInt": "smallint",
           "Integer": "integer", "BigInt": "bigint", "Real": "real", "DoublePrecision": "double precision",
           "Decimal": "numeric", "Money": "numeric", "Date": "date", "Time": "time", "Timetz": "time",
           "Timestamp": "timestamptz", "Timestamptz": "timestamptz", "Json": "json", "JsonB": "jsonb", "Inet": "inet",
           "TinyInt": "smallint", "MediumInt": "integer", "Int": "integer", "LongText": "text", "MediumText": "text",
           "TinyText": "text", "DateTime": "timestamptz", "Xml": "xml", "ObjectId": "objectid", "UnsignedInt": "integer",
           "UnsignedBigInt": "bigint", "Boolean": "boolean", "Double": "double precision", "Float": "real",
           "NVarChar": "varchar", "ByteA": "bytea", "Oid": "integer", "Bit": "bit", "VarBit": "bit"}  # fmt: skip
_SIZED = {"varchar", "char", "numeric"}
_RULES = {"Cascade": "cascade", "SetNull": "set null", "Restrict": "restrict", "NoAction": "no action",
          "SetDefault": "set default"}  # fmt: skip


def location(place: Place) -> Location:
    """A place of a schema file as a location."""
    return Location(place.path, place.line, place.end_line, place.start, place.end)


class Relation(Struct, frozen=True):
    """A relation field. `near` is the column of this model and `far` that of the other; `holds` when the reference is
    stored here."""

    name: str
    target: PrismaTable
    many: bool
    near: str
    far: str
    holds: bool


class PrismaTable(TableSource):
    """A model as a table."""

    library = "prisma"

    def __init__(self, model: ModelDeclared, schema: PrismaSchema, by_name: dict[str, PrismaTable]) -> None:
        self.model, self.schema, self.by_name = model, schema, by_name
        self.symbol = model.name
        # What the client was told to keep back of every row: `new PrismaClient({ omit: { user: { password: true } } })`.
        self.kept_back: set[str] = set()
        self.name = next((text_in(inner) for key, inner, _ in model.attributes if key == "map"), model.name)
        self._relations: dict[str, Relation | None] = {}

    # --- what the client asks -----------------------------------------------------------------------

    def column_named(self, key: str) -> str:
        """The database's name of a field."""
        field = self.model.fields.get(key)
        return text_in(field.attributes["map"]) if field is not None and "map" in field.attributes else key

    def knows(self, key: str) -> bool:
        """Whether a field is a column."""
        field = self.model.fields.get(key)
        return field is not None and field.type not in self.by_name

    def scalars(self) -> list[str]:
        """The fields that are columns."""
        return [name for name in self.model.fields if self.knows(name)]

    @property
    def key(self) -> tuple[str, ...]:
        """The fields of the primary key."""
        single = tuple(name for name, field in self.model.fields.items() if "id" in field.attributes)
        return single or next((names_in(inner) for key, inner, _ in self.model.attributes if key == "id"), ())

    def compound(self, name: str) -> tuple[str, ...]:
        """The fields behind the name that Prisma gives a key of several (`userId_postId`); empty for other names."""
        for key, inner, _ in self.model.attributes:
            if key in ("id", "unique"):
                fields = names_in(inner)
                if len(fields) > 1 and name in ("_".join(fields), text_in(inner, "name")):
                    return fields
        return ()

    def relation(self, name: str) -> Relation | None:
        """A relation by its field's name."""
        if name not in self._relations:
            self._relations[name] = self._find_relation(name)
        return self._relations[name]

    def _find_relation(self, name: str) -> Relation | None:
        field = self.model.fields.get(name)
        target = self.by_name.get(field.type) if field is not None else None
        if field is None or target is None:
            return None
        own = field.attributes.get("relation", "")
        fields, references = names_in(own, "fields"), names_in(own, "references")
        if fields:
            near, far = self.column_named(fields[0]), target.column_named((references or ("id",))[0])
            return Relation(name, target, field.many, near, far, True)
        other = target.opposite(self, field)
        if other is None:
            return Relation(name, target, field.many, "", "", False)
        back = other.attributes.get("relation", "")
        near = self.column_named((names_in(back, "references") or ("id",))[0])
        fields = names_in(back, "fields")
        return Relation(
            name, target, field.many, near, target.column_named(fields[0]) if fields else "", False
        )

    def opposite(self, of: PrismaTable, field: FieldDeclared) -> FieldDeclared | None:
        """The field of this model that a relation field of another one mirrors."""
        label = _relation_name(field)
        candidates = [
            one
            for one in self.model.fields.values()
            if one.type == of.model.name
            and one is not field
            and "fields" in one.attributes.get("relation", "")
        ]
        named = [one for one in candidates if _relation_name(one) == label]
        return next(iter(named or candidates), None)

    # --- the table ----------------------------------------------------------------------------------

    def table(self) -> Table:
        fields = [self.model.fields[name] for name in self.scalars()]
        references = self._references()
        columns = tuple(self._column(field, references.get(field.name)) for field in fields)
        return Table(
            self.name,
            self.symbol,
            location(self.model.place),
            columns,
            tuple(self._indexes(references)),
            (),
            tuple(self.column_named(name) for name in self.key),
            "prisma",
        )

    def _references(self) -> dict[str, ForeignKey]:
        found: dict[str, ForeignKey] = {}
        for field in self.model.fields.values():
            target = self.by_name.get(field.type)
            text = field.attributes.get("relation", "")
            names = names_in(text, "fields")
            if target is None or not names:
                continue
            rule = _RULES.get(word_in(text, "onDelete")) or ("set null" if field.optional else "restrict")
            for name, other in zip(names, names_in(text, "references"), strict=False):
                key = ForeignKey(target.name, target.column_named(other), rule, self.schema.emulates)
                found.setdefault(name, key)
        return found

    def _column(self, field: FieldDeclared, reference: ForeignKey | None) -> Column:
        values = self.schema.enums.get(field.type, ())
        return Column(
            self.column_named(field.name),
            field.name,
            self._type(field, bool(values)),
            location(field.place),
            nullable=field.optional,
            primary="id" in field.attributes or field.name in self.key,
            unique="unique" in field.attributes,
            default=_default(field),
            references=reference,
            values=values,
        )

    def _type(self, field: FieldDeclared, listed: bool) -> str:
        """A text without a type of its own is a VARCHAR(191) in MySQL (Prisma's reference, "MySQL: String")."""
        native = any(key.startswith("db.") for key in field.attributes)
        bare = self.schema.provider == "mysql" and field.type == "String" and not (native or field.many)
        return "varchar(191)" if bare else _type(field, listed)

    def _indexes(self, references: dict[str, ForeignKey]) -> list[Index]:
        found = []
        for key, inner, place in self.model.attributes:
            if key in ("unique", "index", "fulltext"):
                columns = tuple(self.column_named(name) for name in names_in(inner))
                kind = "text" if key == "fulltext" else text_in(inner, "map") or text_in(inner, "name")
                found.append(
                    Index(
                        ("$text",) if key == "fulltext" else columns, location(place), key == "unique", kind
                    )
                )
        if self.schema.provider == "mysql" and not self.schema.emulates:
            # InnoDB makes an index for each foreign key.
            found += [Index((self.column_named(n),), location(self.model.place)) for n in references]
        return found


def _relation_name(field: FieldDeclared) -> str:
    text = field.attributes.get("relation", "")
    return text_in(text, "name") or (text_in(text) if text.strip().startswith('"') else "")


def _type(field: FieldDeclared, listed: bool) -> str:
    base = f"enum:{field.type}" if listed else _TYPES.get(field.type, "json")
    native = next((key for key in field.attributes if key.startswith("db.")), "")
    if native:
        base = _NATIVE.get(native.removeprefix("db."), base)
        size = re.sub(r"\s", "", field.attributes[native])
        base = f"{base}({size})" if size and base in _SIZED else base
    return f"{base}[]" if field.many else base


def _default(field: FieldDeclared) -> str:
    if "updatedAt" in field.attributes:
        return "now()"
    given = field.attributes.get("default")
    if given is None:
        return ""
    if given.strip() == "now()":
        return "now()"
    if "(" in given:
        return "generated"
    text = given.strip()
    return (
        f"'{text}'"
        if re.fullmatch(r"[A-Za-z_]\w*", text) and text not in ("true", "false")
        else text.replace('"', "'")
    )
