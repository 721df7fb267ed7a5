"""Tables that model classes declare: their columns, keys, indexes and checks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from msgspec import Struct

from roadworthy.app import Column, ForeignKey, Index, Table
from roadworthy.app.location import at
from roadworthy.frameworks.django.values import constants, truth_of
from roadworthy.frameworks.found import TableSource
from roadworthy.frameworks.known_text import constant_text
from roadworthy.interpret import Args, ClassValue, Constant, External, ListValue, Value
from roadworthy.languages import form

_TYPES = {
    "AutoField": "integer",
    "BigAutoField": "bigint",
    "SmallAutoField": "smallint",
    "IntegerField": "integer",
    "PositiveIntegerField": "integer",
    "PositiveSmallIntegerField": "smallint",
    "PositiveBigIntegerField": "bigint",
    "SmallIntegerField": "smallint",
    "BigIntegerField": "bigint",
    "FloatField": "double precision",
    "DecimalField": "numeric",
    "BooleanField": "boolean",
    "NullBooleanField": "boolean",
    "DateField": "date",
    "DateTimeField": "timestamptz",
    "TimeField": "time",
    "DurationField": "interval",
    "TextField": "text",
    "JSONField": "jsonb",
    "UUIDField": "uuid",
    "BinaryField": "bytea",
    "GenericIPAddressField": "inet",
    "IPAddressField": "inet",
    "PointField": "geometry",
    "ArrayField": "text[]",
}
_LENGTHS = {"CharField": None, "EmailField": 254, "URLField": 200, "SlugField": 50, "FileField": 100, "ImageField": 100,
            "FilePathField": 100}  # fmt: skip
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
_ON_DELETE = {"CASCADE": "cascade", "SET_NULL": "set null", "PROTECT": "restrict", "RESTRICT": "restrict",
              "SET_DEFAULT": "set default", "SET": "set null", "DO_NOTHING": ""}  # fmt: skip
Find = Callable[[Value | None, "DjangoTable"], "DjangoTable | None"]


class Field(Struct, eq=False):
    """A field of a model. `kind` is the field class's name, `column` the database's name of its column."""

    name: str
    kind: str
    column: str
    arguments: Args
    path: str
    node: form.Node

    def option(self, name: str) -> Value | None:
        """A keyword argument."""
        return self.arguments.keywords.get(name)

    @property
    def target(self) -> Value | None:
        """The model on the other side of a relation."""
        return self.arguments.get(0, "to") if self.kind in RELATIONS else None

    @property
    def primary(self) -> bool:
        """Whether it is the key."""
        return truth_of(self.option("primary_key")) or self.kind in (
            "AutoField",
            "BigAutoField",
            "SmallAutoField",
        )

    @property
    def nullable(self) -> bool:
        """Whether it may hold nothing."""
        return truth_of(self.option("null"))

    @property
    def unique(self) -> bool:
        """Whether no two rows have the same."""
        return truth_of(self.option("unique")) or self.kind == "OneToOneField"

    @property
    def many(self) -> bool:
        """Whether it is a relation through a table of its own."""
        return self.kind == "ManyToManyField"

    @property
    def values(self) -> tuple[str, ...]:
        """What it may hold, where choices say so."""
        return choices_of(self.option("choices"))

    @property
    def editable(self) -> bool:
        """Whether forms and serializers take it from the client."""
        given = self.option("editable")
        automatic = truth_of(self.option("auto_now")) or truth_of(self.option("auto_now_add"))
        return not automatic and not (isinstance(given, Constant) and given.value is False)

    @property
    def type(self) -> str:
        """SQL's type."""
        if self.kind in _LENGTHS:
            size = self.option("max_length")
            length = size.value if isinstance(size, Constant) else _LENGTHS[self.kind]
            return f"varchar({length})" if length else "varchar"
        if self.kind == "DecimalField":
            digits, places = self.option("max_digits"), self.option("decimal_places")
            numbers = [str(v.value) for v in (digits, places) if isinstance(v, Constant)]
            return f"numeric({','.join(numbers)})" if len(numbers) == 2 else "numeric"
        return _TYPES.get(self.kind, "")

    @property
    def default(self) -> str:
        """The default in words."""
        given = self.option("default")
        if isinstance(given, Constant):
            return "" if given.value is None else repr(given.value)
        automatic = truth_of(self.option("auto_now")) or truth_of(self.option("auto_now_add"))
        generated = self.primary and self.kind.endswith("AutoField")
        return "generated" if given is not None or automatic or generated else ""


def choices_of(value: Value | None) -> tuple[str, ...]:
    """The stored values of `choices=[("a", "A"), ...]` or of an enumeration."""
    if isinstance(value, ClassValue):
        return tuple(text for text in (_stored(v) for v in _members(value)) if text)
    if isinstance(value, External) or not isinstance(value, ListValue):
        return ()
    first = [item.items[0] if isinstance(item, ListValue) and item.items else item for item in value.items]
    return tuple(str(item.value) for item in first if isinstance(item, Constant))


def _members(kind: ClassValue) -> list[Value]:
    return [value for name, value in kind.attributes.items() if not name.startswith("_")]


def _stored(value: Value) -> str:
    first = value.items[0] if isinstance(value, ListValue) and value.items else value
    return str(first.value) if isinstance(first, Constant) else ""


@dataclass(slots=True, eq=False)
class DjangoTable(TableSource):
    """The table of a model. `related` are the ways back from models that refer to this one: name -> (table, field)."""

    name: str
    kind: ClassValue | None
    path: str
    node: form.Node
    label: str = ""
    fields: dict[str, Field] = field(default_factory=dict)
    related: dict[str, tuple[DjangoTable, Field]] = field(default_factory=dict)
    meta: dict[str, Value] = field(default_factory=dict)
    find: Find | None = None
    symbol: str = ""
    library: str = "django"

    @property
    def key(self) -> str:
        """The column of the primary key."""
        return next((one.column for one in self.fields.values() if one.primary), "id")

    def other(self, one: Field) -> DjangoTable | None:
        """The table that a relation leads to."""
        return self.find(one.target, self) if self.find is not None else None

    def named(self, name: str) -> Field | None:
        """A field by its own name or its column's (`author`, `author_id`)."""
        return self.fields.get(name) or next((f for f in self.fields.values() if f.column == name), None)

    def column(self, name: str) -> str:
        """The column of a field as the code calls it."""
        if name == "pk":
            return self.key
        known = self.named(name)
        return known.column if known is not None else name

    def table(self) -> Table:
        columns = tuple(self._column(one) for one in self.fields.values() if not one.many)
        if not any(column.primary for column in columns):
            own = Column("id", "id", "bigint", at(self.path, self.node), False, True, default="generated")
            columns = (own, *columns)
        key = next((column.name for column in columns if column.primary), "id")
        return Table(
            self.name,
            self.symbol or (self.kind.name if self.kind is not None else self.name),
            at(self.path, self.node),
            columns,
            tuple(self._indexes()),
            tuple(self._checks()),
            (key,),
            self.library,
        )

    def _column(self, one: Field) -> Column:
        other = self.other(one) if one.kind in RELATIONS else None
        reference = None
        if other is not None:
            on_delete = one.arguments.get(1, "on_delete")
            last = (
                on_delete.path.removesuffix("()").rsplit(".", 1)[-1]
                if isinstance(on_delete, External)
                else "CASCADE"
            )
            reference = ForeignKey(other.name, other.key, _ON_DELETE.get(last, ""))
        kind = one.type or (_reference_type(other) if one.kind in RELATIONS else "")
        return Column(
            one.column,
            one.name,
            kind,
            at(one.path, one.node),
            nullable=one.nullable and not one.primary,
            primary=one.primary,
            unique=one.unique,
            default=one.default,
            references=reference,
            values=one.values,
        )

    def _indexes(self) -> list[Index]:
        found = []
        for one in self.fields.values():
            given = one.option("db_index")
            refused = isinstance(given, Constant) and given.value is False
            if (
                (truth_of(given) or one.kind in ("ForeignKey", "SlugField"))
                and not refused
                and not one.unique
            ):
                found.append(Index((one.column,), at(one.path, one.node)))
        here = at(self.path, self.node)
        for names in self._together("unique_together"):
            found.append(Index(names, here, True))
        for names in self._together("index_together"):
            found.append(Index(names, here))
        return [*found, *self._declared()]

    def _together(self, option: str) -> list[tuple[str, ...]]:
        given = self.meta.get(option)
        items = given.items if isinstance(given, ListValue) else []
        groups = [items] if items and isinstance(items[0], Constant) else [list(i.inputs()) for i in items]
        return [tuple(self.column(constant_text(name)) for name in group) for group in groups if group]

    def _declared(self) -> list[Index]:
        """`Meta.indexes` and the unique ones of `Meta.constraints`."""
        found = []
        for option in ("indexes", "constraints"):
            given = self.meta.get(option)
            for value in given.items if isinstance(given, ListValue) else []:
                if not isinstance(value, External) or value.arguments is None:
                    continue
                kind, arguments = value.path.removesuffix("()").rsplit(".", 1)[-1], value.arguments
                names = [re.sub(r"^-", "", name) for name in constants(arguments.keywords.get("fields"))]
                if kind == "CheckConstraint" or not names:
                    continue
                unique = kind == "UniqueConstraint"
                partial = self._partial(arguments.keywords.get("condition"))
                columns = tuple(self.column(name) for name in names)
                named = constant_text(arguments.keywords.get("name"))
                place = at(self.path, value.node) if value.node is not None else at(self.path, self.node)
                found.append(Index(columns, place, unique, named, partial))
        return found

    def _partial(self, condition: Value | None) -> str:
        """For which rows a key is, as SQL has it; 'condition' where that is not known."""
        told = getattr(condition, "described", None)
        where = told(self) if told is not None else ""
        return "" if condition is None else where if where and "?" not in where else "condition"

    def _checks(self) -> list[str]:
        given = self.meta.get("constraints")
        found = []
        for value in given.items if isinstance(given, ListValue) else []:
            if isinstance(value, External) and value.path.endswith("CheckConstraint()") and value.arguments:
                condition = value.arguments.get(0, "check") or value.arguments.keywords.get("condition")
                told = getattr(condition, "described", None)
                found.append(told(self) if told is not None else "check")
        # Positive fields are kept so by the database.
        found += [f"{f.column} >= 0" for f in self.fields.values() if f.kind.startswith("Positive")]
        return found


def _reference_type(other: DjangoTable | None) -> str:
    if other is None:
        return ""
    key = next((f.type for f in other.fields.values() if f.primary), "bigint")
    return key or "bigint"
