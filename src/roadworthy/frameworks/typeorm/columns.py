"""The columns of a TypeORM entity: `@Column({ type: "varchar", length: 80, unique: true })`, and those of an EntitySchema."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.frameworks.known_text import text_of
from roadworthy.interpret import Closure, Constant, External, ListValue, ObjectValue, Value
from roadworthy.interpret.values import is_false, is_true
from roadworthy.languages import form

_TYPES = {
    "int": "integer", "int2": "smallint", "int4": "integer", "int8": "bigint", "integer": "integer", "mediumint": "integer",
    "smallint": "smallint", "tinyint": "smallint", "bigint": "bigint", "number": "integer", "float": "double precision",
    "float4": "real", "float8": "double precision", "real": "real", "double": "double precision",
    "double precision": "double precision", "decimal": "numeric", "numeric": "numeric", "money": "numeric",
    "string": "varchar", "varchar": "varchar", "varchar2": "varchar", "nvarchar": "varchar", "character varying": "varchar",
    "char": "char", "text": "text", "tinytext": "text", "mediumtext": "text", "longtext": "text", "citext": "text",
    "boolean": "boolean", "bool": "boolean", "date": "date", "time": "time", "datetime": "timestamp", "timestamp": "timestamp",
    "timestamp without time zone": "timestamp", "timestamptz": "timestamptz", "timestamp with time zone": "timestamptz",
    "point": "geometry", "geometry": "geometry", "json": "json", "jsonb": "jsonb", "simple-json": "json", "simple-array": "text", "uuid": "uuid", "enum": "enum",
    "simple-enum": "enum", "set": "text", "bytea": "bytea", "blob": "bytea", "longblob": "bytea", "buffer": "bytea",
}  # fmt: skip
# What a decorator says by itself: the kind of column, its type, its default.
DECORATORS = {
    "Column": ("", ""),
    "PrimaryColumn": ("", ""),
    "PrimaryGeneratedColumn": ("integer", "generated"),
    "Generated": ("", "generated"),
    "CreateDateColumn": ("timestamp", "now()"),
    "UpdateDateColumn": ("timestamp", "now()"),
    "DeleteDateColumn": ("timestamp", ""),
    "VersionColumn": ("integer", "1"),
    "ViewColumn": ("", ""),
}


class EntityColumn(Struct):
    """One column. `field` is the code's name, `given` the database's where one is given; `hidden` when it is read only where it is
    asked for, `excluded` when class-transformer leaves it out of what is sent."""

    field: str
    given: str
    type: str
    path: str
    node: form.Node
    nullable: bool = False
    primary: bool = False
    unique: bool = False
    default: str = ""
    hidden: bool = False
    excluded: bool = False
    deletion: bool = False
    values: tuple[str, ...] = ()


def column(
    name: str, kind: str, options: list[Value], noted: str, path: str, node: form.Node
) -> EntityColumn:
    """A column by its decorator (`kind`), what that is given and the field's own type."""
    fields = next((one.fields for one in options if isinstance(one, ObjectValue)), {})
    named = next((text_of(one) for one in options if text_of(one)), "")
    own, default = DECORATORS[kind]
    if kind == "PrimaryGeneratedColumn" and named == "uuid":
        own, named = "uuid", ""
    elif kind == "PrimaryGeneratedColumn":
        named = ""
    said = (
        named
        or text_of(fields.get("type"))
        or _type_value(fields.get("type"))
        or _type_value(_first(options))
    )
    return EntityColumn(
        name,
        text_of(fields.get("name")),
        _type(said.lower() or own or _of_field(noted), fields),
        path,
        node,
        nullable=is_true(fields.get("nullable")) or kind == "DeleteDateColumn",
        primary=kind.startswith("Primary") or is_true(fields.get("primary")),
        unique=is_true(fields.get("unique")),
        default=default or _default(fields),
        hidden=is_false(fields.get("select")),
        deletion=kind == "DeleteDateColumn" or is_true(fields.get("deleteDate")),
        values=_values(fields.get("enum")),
    )


def _first(options: list[Value]) -> Value | None:
    return options[0] if options else None


def _type_value(value: Value | None) -> str:
    """`type: Number`, `@Column(String)`."""
    named = value.path if isinstance(value, External) else ""
    return {"Number": "integer", "String": "varchar", "Boolean": "boolean", "Date": "timestamp"}.get(
        named, ""
    )


def _of_field(noted: str) -> str:
    return {"Date": "timestamp"}.get(noted, noted)


def _type(said: str, fields: dict[str, Value]) -> str:
    base = _TYPES.get(said, "varchar")
    if "enum" in fields:
        base = "enum"
    length, precision, scale = (fields.get(key) for key in ("length", "precision", "scale"))
    if base in ("varchar", "char") and isinstance(length, Constant):
        base = f"{base}({length.value})"
    elif base == "numeric" and isinstance(precision, Constant):
        base = f"numeric({precision.value}{f',{scale.value}' if isinstance(scale, Constant) else ''})"
    return f"{base}[]" if is_true(fields.get("array")) else base


def _default(fields: dict[str, Value]) -> str:
    given = fields.get("default")
    if is_true(fields.get("generated")) or text_of(fields.get("generated")):
        return "generated"
    if is_true(fields.get("createDate")) or is_true(fields.get("updateDate")) or isinstance(given, Closure):
        return "now()"
    if given is None or (isinstance(given, Constant) and given.value is None):
        return ""
    return repr(given.value) if isinstance(given, Constant) else "generated"


def _values(value: Value | None) -> tuple[str, ...]:
    listed = value.items if isinstance(value, ListValue) else ()
    listed = list(value.fields.values()) if isinstance(value, ObjectValue) else listed
    return tuple(str(one.value) for one in listed if isinstance(one, Constant))
