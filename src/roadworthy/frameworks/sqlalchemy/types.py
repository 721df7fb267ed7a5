"""SQL types of columns, from SQLAlchemy's type objects or from Python annotations."""

from __future__ import annotations

from roadworthy.frameworks.python_types import Annotation, enum_names, enum_values
from roadworthy.interpret import Args, ClassValue, Constant, External, Value

_TYPES = {
    "Integer": "integer",
    "INTEGER": "integer",
    "BigInteger": "bigint",
    "BIGINT": "bigint",
    "SmallInteger": "smallint",
    "SMALLINT": "smallint",
    "String": "varchar",
    "VARCHAR": "varchar",
    "Unicode": "varchar",
    "AutoString": "varchar",
    "CHAR": "char",
    "Text": "text",
    "TEXT": "text",
    "UnicodeText": "text",
    "Numeric": "numeric",
    "NUMERIC": "numeric",
    "DECIMAL": "numeric",
    "Float": "double precision",
    "FLOAT": "double precision",
    "Double": "double precision",
    "DOUBLE_PRECISION": "double precision",
    "REAL": "real",
    "Boolean": "boolean",
    "BOOLEAN": "boolean",
    "DateTime": "timestamp",
    "DATETIME": "timestamp",
    "TIMESTAMP": "timestamp",
    "Date": "date",
    "DATE": "date",
    "Time": "time",
    "TIME": "time",
    "Interval": "interval",
    "JSON": "json",
    "JSONB": "jsonb",
    "UUID": "uuid",
    "Uuid": "uuid",
    "LargeBinary": "bytea",
    "BYTEA": "bytea",
    "INET": "inet",
    "CITEXT": "citext",
    "Vector": "vector",
    "TSVECTOR": "tsvector",
}
_PYTHON = {
    "int": "integer",
    "str": "varchar",
    "float": "double precision",
    "bool": "boolean",
    "datetime": "timestamp",
    "date": "date",
    "time": "time",
    "timedelta": "interval",
    "Decimal": "numeric",
    "bytes": "bytea",
    "dict": "json",
    "UUID": "uuid",
    "EmailStr": "varchar",
}


def sql_type(value: Value | None) -> tuple[str, tuple[str, ...]] | None:
    """The SQL type of `String(80)`, `DateTime` and their kin with the values of an enumeration; None for no type."""
    if not isinstance(value, External):
        return None
    name = value.path.removesuffix("()").rsplit(".", 1)[-1]
    arguments = value.arguments if value.path.endswith("()") else None
    if name == "Enum":
        return _enum(arguments or Args())
    if name == "ARRAY":
        inner = sql_type(arguments.get(0)) if arguments is not None else None
        return (f"{inner[0]}[]" if inner is not None else "text[]"), ()
    known = _TYPES.get(name)
    return (
        (known + _detail(known, arguments), ())
        if known is not None and arguments is not None
        else ((known, ()) if known is not None else None)
    )


def stored_words(value: Value | None) -> tuple[str, ...]:
    """The words that SQLAlchemy stores for `Enum(Status)`: the names of its members, unless `values_callable` says which
    (https://docs.sqlalchemy.org/en/20/core/type_basics.html#sqlalchemy.types.Enum)."""
    if not isinstance(value, External) or value.arguments is None:
        return ()
    named = (
        value.path.removesuffix("()").endswith(".Enum") and "values_callable" not in value.arguments.keywords
    )
    return enum_names(value.arguments.get(0)) if named else ()


def _detail(known: str, arguments: Args) -> str:
    if known in ("varchar", "char"):
        return _numbers(arguments.get(0, "length"))
    if known == "numeric":
        return _numbers(arguments.get(0, "precision"), arguments.get(1, "scale"))
    zone = arguments.get(0, "timezone")
    return "tz" if known == "timestamp" and isinstance(zone, Constant) and zone.value is True else ""


def _numbers(*values: Value | None) -> str:
    given = [str(v.value) for v in values if isinstance(v, Constant) and v.value is not None]
    return f"({','.join(given)})" if given else ""


def _enum(arguments: Args) -> tuple[str, tuple[str, ...]]:
    first = arguments.get(0)
    values = enum_values(first)
    if values is None:
        values = [str(v.value) for v in arguments.positional if isinstance(v, Constant)]
    named = arguments.keywords.get("name")
    own = first.name.lower() if isinstance(first, ClassValue) else ""
    return f"enum:{named.value if isinstance(named, Constant) else own}", tuple(values)


def annotated_type(annotation: Annotation) -> tuple[str, tuple[str, ...]]:
    """The SQL type that an annotation without a type object stands for."""
    values = enum_values(annotation.base)
    if values is not None:
        return f"enum:{annotation.name.lower()}", tuple(values)
    for extra in annotation.metadata:
        told = sql_type(extra)
        if told is not None:
            return told
    if annotation.name == "Literal":
        return "varchar", tuple(str(v.value) for v in annotation.arguments if isinstance(v, Constant))
    return _PYTHON.get(annotation.name, ""), ()
