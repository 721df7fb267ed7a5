"""The attributes of a Sequelize model as columns: `{ email: { type: DataTypes.STRING(80), unique: true } }`."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.frameworks.known_text import text_of
from roadworthy.interpret import Constant, External, ListValue, ObjectValue, Value
from roadworthy.interpret.values import is_false, is_true
from roadworthy.languages import form

_TYPES = {
    "STRING": "varchar(255)",
    "CHAR": "char(255)",
    "TEXT": "text",
    "CITEXT": "text",
    "INTEGER": "integer",
    "BIGINT": "bigint",
    "SMALLINT": "smallint",
    "MEDIUMINT": "integer",
    "TINYINT": "smallint",
    "FLOAT": "real",
    "REAL": "real",
    "DOUBLE": "double precision",
    "DECIMAL": "numeric",
    "NUMERIC": "numeric",
    "BOOLEAN": "boolean",
    "DATE": "timestamptz",
    "DATEONLY": "date",
    "TIME": "time",
    "NOW": "timestamptz",
    "UUID": "uuid",
    "UUIDV4": "uuid",
    "JSON": "json",
    "JSONB": "jsonb",
    "BLOB": "bytea",
    "ENUM": "enum",
    "ARRAY": "array",
    "GEOMETRY": "geometry",
}


class Attribute(Struct):
    """One attribute. `reference` is (table or model, column)."""

    field: str
    name: str
    type: str
    node: form.Node
    nullable: bool = True
    primary: bool = False
    unique: str = ""
    default: str = ""
    values: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    reference: tuple[Value | None, str] | None = None
    on_delete: str = ""


def snake(name: str) -> str:
    """`userId` as `user_id`."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def attribute(key: str, value: Value, node: form.Node, *, underscored: bool) -> Attribute:
    """An attribute of a model."""
    fields = value.fields if isinstance(value, ObjectValue) else {}
    kind = fields.get("type") if isinstance(value, ObjectValue) else value
    named = text_of(fields.get("field"))
    place = getattr(value, "node", None) if isinstance(value, ObjectValue) else None
    unique = fields.get("unique")
    made = Attribute(
        key,
        named or (snake(key) if underscored else key),
        type_of(kind),
        place if isinstance(place, form.Node) else node,
        nullable=not is_false(fields.get("allowNull")) and not is_true(fields.get("primaryKey")),
        primary=is_true(fields.get("primaryKey")),
        unique=text_of(unique) or ("own" if unique is not None and not is_false(unique) else ""),
        default=_default(fields),
        values=_values(kind, fields),
        checks=tuple(_checks(named or key, fields.get("validate"))),
        on_delete=text_of(fields.get("onDelete")).lower(),
    )
    reference = fields.get("references")
    if isinstance(reference, ObjectValue):
        made.reference = (reference.fields.get("model"), text_of(reference.fields.get("key")) or "id")
    elif isinstance(reference, Constant):
        made.reference = (reference, text_of(fields.get("referencesKey")) or "id")
    return made


def type_of(value: Value | None) -> str:
    """SQL's type of a data type."""
    if isinstance(value, Constant):
        return str(value.value).lower()
    if not isinstance(value, External):
        return "text"
    name = next((part for part in reversed(re.split(r"[.()]+", value.path)) if part in _TYPES), "TEXT")
    base = _TYPES[name]
    sizes = [v for v in value.arguments.positional if isinstance(v, Constant)] if value.arguments else []
    if name in ("STRING", "CHAR") and sizes and isinstance(sizes[0].value, int):
        return f"{base.split('(')[0]}({sizes[0].value})"
    if name in ("DECIMAL", "NUMERIC") and sizes:
        return f"numeric({','.join(str(size.value) for size in sizes)})"
    if name == "ARRAY":
        inner = value.arguments.get(0) if value.arguments else None
        return f"{type_of(inner)}[]"
    return base


def _default(fields: dict[str, Value]) -> str:
    given = fields.get("defaultValue")
    if is_true(fields.get("autoIncrement")):
        return "generated"
    if given is None or (isinstance(given, Constant) and given.value is None):
        return ""
    if isinstance(given, Constant):
        return repr(given.value)
    return "now()" if isinstance(given, External) and given.path.endswith("NOW") else "generated"


def _values(kind: Value | None, fields: dict[str, Value]) -> tuple[str, ...]:
    listed = fields.get("values")
    given = list(listed.items) if isinstance(listed, ListValue) else []
    if isinstance(kind, External) and ".ENUM" in kind.path and kind.arguments is not None:
        for value in kind.arguments.positional:
            given += value.items if isinstance(value, ListValue) else [value]
    return tuple(str(v.value) for v in given if isinstance(v, Constant))


def _checks(name: str, value: Value | None) -> list[str]:
    """What a model validates before it saves, as CHECK expressions."""
    fields = value.fields if isinstance(value, ObjectValue) else {}
    found = []
    for key, sign in (("min", ">="), ("max", "<=")):
        bound = fields.get(key)
        bound = bound.fields.get("args") if isinstance(bound, ObjectValue) else bound
        if isinstance(bound, Constant):
            found.append(f"{name} {sign} {bound.value}")
    if "len" in fields:
        found.append(f"length({name}) is checked")
    if any(key.startswith(("is", "len", "not", "custom")) for key in fields):
        found.append(f"valid({name})")
    return found
