"""Column types and defaults, in the App's words."""

from __future__ import annotations

from typing import Any

from pglast import ast
from pglast.stream import RawStream

_NAMES = {
    "int4": "integer", "int": "integer", "int8": "bigint", "int2": "smallint", "bool": "boolean", "float8": "double precision",
    "float4": "real", "bpchar": "char", "decimal": "numeric", "serial": "integer", "serial4": "integer", "bigserial": "bigint",
    "serial8": "bigint", "smallserial": "smallint", "character varying": "varchar",
}  # fmt: skip
_SERIAL = {"serial", "serial4", "serial8", "bigserial", "smallserial"}
_GENERATED = {
    "gen_random_uuid",
    "uuid_generate_v4",
    "uuid_generate_v1",
    "nextval",
    "nanoid",
    "gen_random_bytes",
}


def text_of(node: Any) -> str:
    """An expression as SQL."""
    return str(RawStream()(node)) if node is not None else ""


def qualified(parts: Any) -> str:
    """A dotted name: bare in the public schema, `schema.name` in others."""
    names = [str(part.sval) for part in parts or () if isinstance(part, ast.String)]
    if len(names) > 1 and names[-2] not in ("public", "pg_catalog"):
        return f"{names[-2]}.{names[-1]}"
    return names[-1] if names else ""


def relation(node: Any) -> str:
    """The name of a table, bare in the public schema."""
    schema = node.schemaname
    return f"{schema}.{node.relname}" if schema and schema != "public" else str(node.relname)


def is_serial(type_name: Any) -> bool:
    """Whether a type numbers its rows by itself."""
    return qualified(type_name.names) in _SERIAL


def type_of(type_name: Any) -> str:
    """A column's type: integer, varchar(20), numeric(10,2), text[], or the name of the app's own."""
    bare = qualified(type_name.names)
    name = _NAMES.get(bare, bare)
    sizes = [text_of(modifier) for modifier in type_name.typmods or ()]
    if sizes and name in ("varchar", "char", "numeric"):
        name = f"{name}({','.join(sizes)})"
    return f"{name}[]" if type_name.arrayBounds else name


def default_of(node: Any) -> str:
    """A default as the App keeps it: `'text'`, numbers as written, True and False, now(), generated."""
    while isinstance(node, ast.TypeCast):
        constant = _boolean(node)
        if constant is not None:
            return constant
        node = node.arg
    if isinstance(node, ast.A_Const):
        return _constant(node)
    if isinstance(node, ast.FuncCall) and qualified(node.funcname).rsplit(".", 1)[-1] in _GENERATED:
        return "generated"
    if isinstance(node, ast.SQLValueFunction):
        return "now()"
    return text_of(node)


def _boolean(node: Any) -> str | None:
    inner = node.arg
    text = getattr(getattr(inner, "val", None), "sval", None)
    if qualified(node.typeName.names) in ("bool", "boolean") and text in ("t", "f", "true", "false"):
        return str(text.startswith("t"))
    return None


def _constant(node: Any) -> str:
    if node.isnull:
        return ""
    value = node.val
    if isinstance(value, ast.String):
        return repr(value.sval)
    if isinstance(value, ast.Boolean):
        return str(bool(value.boolval))
    return text_of(node)
