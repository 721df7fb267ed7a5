"""What a procedural block puts together and runs: `EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t)`, once for
each turn of the loops around it."""

from __future__ import annotations

import fnmatch
import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct
from pglast import ast, parse_sql
from pglast.enums import A_Expr_Kind, BoolExprType
from pglast.parser import ParseError

from roadworthy.frameworks.sql_schema.state import SchemaState
from roadworthy.frameworks.sql_schema.types import qualified
from roadworthy.regex import regex

# Turns of all loops around one statement; a block that runs it more often is not followed.
_MAX_TURNS = 400

_SKIPPED = regex(r"--[^\n]*|/\*.*?\*/|\$(\w*)\$.*?\$\1\$|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"", re.S)
_HEAD = regex(r"\bFOR(?:EACH)?\s+(\w+)\s+(?:SLICE\s+\d+\s+)?IN\s+(ARRAY\s+)?(.+?)\bLOOP\b", re.S | re.I)
_LOOPS = regex(r"\bEND\s+LOOP\b|\bLOOP\b", re.I)
_EXECUTE = regex(r"(?<!GRANT\s)(?<!REVOKE\s)\bEXECUTE\s+(?!FUNCTION\b|PROCEDURE\b|ON\b|PRIVILEGE)", re.I)
_TAIL = regex(r"\s+(?:INTO|USING)\s+[\w\s,.]+\Z", re.I)
_DECLARED = regex(
    r"\b(\w+)\s+(?:CONSTANT\s+)?(?:text|name|varchar|regclass)\s*\[\s*\]\s*(?::=|=|DEFAULT\b)\s*([^;]+);",
    re.I,
)
_TABLES = {"pg_tables": "tablename", "tables": "table_name", "pg_class": "relname"}
_SLOTS = regex(r"%(?:(\d+)\$)?([IsL%])")

_Row = Mapping[str, str]


class _Loop(Struct, frozen=True):
    name: str
    start: int
    end: int
    rows: tuple[_Row, ...]


def executed(body: str, schema: SchemaState) -> Iterator[tuple[str, int, int]]:
    """The statements that a block executes as text, with where in the block they stand."""
    bare = _SKIPPED.sub(lambda m: m.group() if m.group()[:1] in "'$\"" else " " * len(m.group()), body)
    shape = _SKIPPED.sub(lambda m: "'" + " " * (len(m.group()) - 2) + "'", bare)
    found = [match for match in _EXECUTE.finditer(shape)]
    if not found:
        return
    arrays = {
        m.group(1).lower(): values for m in _DECLARED.finditer(bare) if (values := _listed(m.group(2), {}))
    }
    loops = list(_loops(bare, shape, arrays, schema))
    for match in found:
        end = shape.find(";", match.end())
        end = len(body) if end < 0 else end
        written = _TAIL.sub("", bare[match.end() : end])
        around = [loop for loop in loops if loop.start <= match.start() < loop.end]
        for turn in _turns(around):
            text = _text(_expression(written), turn)
            if text is not None:
                yield text, match.start(), end


def _turns(loops: list[_Loop]) -> Iterator[dict[str, _Row]]:
    sizes = 1
    for loop in loops:
        sizes *= max(1, len(loop.rows))
    if sizes <= _MAX_TURNS:
        for rows in itertools.product(*(loop.rows for loop in loops)):
            yield {loop.name: row for loop, row in zip(loops, rows, strict=True)}


# --- loops -------------------------------------------------------------------------------------------


def _loops(bare: str, shape: str, arrays: Mapping[str, list[str]], schema: SchemaState) -> Iterator[_Loop]:
    for head in _HEAD.finditer(shape):
        end = _end(shape, head.end())
        told = bare[head.start(3) : head.end(3)].strip()
        rows = _elements(told, arrays) if head.group(2) else _selected(told, arrays, schema)
        yield _Loop(head.group(1).lower(), head.end(), end, tuple(rows))


def _end(shape: str, start: int) -> int:
    depth = 1
    for match in _LOOPS.finditer(shape, start):
        depth += -1 if match.group().upper().startswith("END") else 1
        if not depth:
            return match.start()
    return len(shape)


def _elements(told: str, arrays: Mapping[str, list[str]]) -> list[_Row]:
    return [{"": value} for value in _listed(told, arrays) or []]


def _selected(told: str, arrays: Mapping[str, list[str]], schema: SchemaState) -> list[_Row]:
    """The rows of a `FOR x IN SELECT ...`: of a list written out, or of the catalogue of what there is so far."""
    select = _parsed(told.strip().removeprefix("(").removesuffix(")") if told.startswith("(") else told)
    if not _is(select, ast.SelectStmt):
        return []
    if select.valuesLists:
        return [{"": value} for row in select.valuesLists if (value := _constant(row[0])) is not None]
    if not select.targetList:
        return []
    column = select.targetList[0].val
    if _is(column, ast.FuncCall) and qualified(column.funcname) == "unnest":
        return _named(_array(column.args[0], arrays), select.targetList[0].name)
    source: Any = select.fromClause[0] if select.fromClause and len(select.fromClause) == 1 else None
    if _is(source, ast.RangeFunction):
        call = source.functions[0][0]
        if _is(call, ast.FuncCall) and qualified(call.funcname) == "unnest":
            alias = source.alias
            named = alias.colnames[0].sval if alias is not None and alias.colnames else None
            return _named(
                _array(call.args[0], arrays), named or (alias.aliasname if alias is not None else None)
            )
    if _is(source, ast.RangeVar):
        rows = _catalogue(source.relname, schema)
        return [row for row in rows if _holds(select.whereClause, row, arrays)]
    return []


def _named(values: list[str] | None, name: str | None) -> list[_Row]:
    return [{"": value, (name or "unnest"): value} for value in values or []]


def _catalogue(name: str, schema: SchemaState) -> list[_Row]:
    if name in _TABLES:
        kept = [table for table in schema.tables if "." not in table]
        return [
            {"": table, _TABLES[name]: table, "schemaname": "public", "table_schema": "public"}
            for table in kept
        ]
    if name == "pg_policies":
        return [
            {
                "": policy,
                "policyname": policy,
                "tablename": table.rpartition(".")[2],
                "schemaname": table.rpartition(".")[0] or "public",
            }
            for table, policy in schema.policies
        ]
    return []


def _holds(node: Any, row: _Row, arrays: Mapping[str, list[str]]) -> bool:
    """Whether a row of the catalogue meets a condition; what is not understood keeps no row out."""
    if _is(node, ast.BoolExpr):
        parts = [_holds(part, row, arrays) for part in node.args]
        if node.boolop == BoolExprType.NOT_EXPR:
            return True if not _told(node.args[0], row) else not parts[0]
        return all(parts) if node.boolop == BoolExprType.AND_EXPR else any(parts)
    value = _told(node, row)
    if value is None:
        return True
    operator = node.name[-1].sval
    if node.kind == A_Expr_Kind.AEXPR_IN:
        among = value in {_constant(one) for one in node.rexpr}
        return among if operator == "=" else not among
    if node.kind in (A_Expr_Kind.AEXPR_OP_ANY, A_Expr_Kind.AEXPR_OP_ALL):
        values = _array(node.rexpr, arrays)
        return values is None or ((value in values) == (operator == "="))
    known = _constant(node.rexpr)
    if known is None:
        return True
    if node.kind in (A_Expr_Kind.AEXPR_LIKE, A_Expr_Kind.AEXPR_ILIKE):
        like = fnmatch.fnmatchcase(value.lower(), known.lower().replace("%", "*").replace("_", "?"))
        return like != bool(operator.startswith("!"))
    return operator not in ("=", "<>") or (value == known) is bool(operator == "=")


def _told(node: Any, row: _Row) -> str | None:
    """The value of the column that a comparison is about."""
    if not _is(node, ast.A_Expr) or not _is(node.lexpr, ast.ColumnRef):
        return None
    last = node.lexpr.fields[-1]
    return row.get(last.sval) if _is(last, ast.String) else None


# --- values ------------------------------------------------------------------------------------------


def _parsed(text: str) -> Any:
    try:
        raw = parse_sql(text)
    except (ParseError, UnicodeError, ValueError):
        return None
    return raw[0].stmt if len(raw) == 1 else None


def _expression(text: str) -> Any:
    select = _parsed(f"SELECT {text}")
    targets = select.targetList if _is(select, ast.SelectStmt) else None
    return targets[0].val if targets and len(targets) == 1 else None


def _listed(text: str, arrays: Mapping[str, list[str]]) -> list[str] | None:
    return _array(_expression(text), arrays)


def _array(node: Any, arrays: Mapping[str, list[str]]) -> list[str] | None:
    if _is(node, ast.TypeCast):
        written = _constant(node.arg)
        if written is not None and written.startswith("{"):
            return [part.strip().strip('"') for part in written[1:-1].split(",") if part.strip()]
        return _array(node.arg, arrays)
    if _is(node, ast.A_ArrayExpr):
        values = [_constant(one) for one in node.elements or ()]
        return [value for value in values if value is not None] if None not in values else None
    if _is(node, ast.ColumnRef) and _is(node.fields[-1], ast.String):
        return arrays.get(node.fields[-1].sval)
    return None


def _constant(node: Any) -> str | None:
    if _is(node, ast.TypeCast):
        return _constant(node.arg)
    value: Any = getattr(node, "val", None) if _is(node, ast.A_Const) else None
    return str(value.sval) if _is(value, ast.String) else None


def _text(node: Any, turn: Mapping[str, _Row]) -> str | None:
    """What an expression of a block is, as text; None when it cannot be told."""
    known = _constant(node)
    if known is not None:
        return known
    if _is(node, ast.TypeCast):
        return _text(node.arg, turn)
    if _is(node, ast.ColumnRef):
        names = [part.sval for part in node.fields if _is(part, ast.String)]
        row = turn.get(names[0]) if names else None
        return row.get(names[1] if len(names) > 1 else "") if row is not None else None
    if _is(node, ast.A_Expr) and node.name[-1].sval == "||":
        return _joined([_text(node.lexpr, turn), _text(node.rexpr, turn)])
    if _is(node, ast.FuncCall):
        return _called(qualified(node.funcname), [_text(one, turn) for one in node.args or ()])
    return None


def _joined(parts: list[str | None]) -> str | None:
    told = [part for part in parts if part is not None]
    return "".join(told) if len(told) == len(parts) else None


def _called(name: str, args: list[str | None]) -> str | None:
    if name == "concat":
        return _joined(args)
    if name in ("quote_ident", "quote_literal") and args and args[0] is not None:
        return _SHOWN["I" if name == "quote_ident" else "L"](args[0])
    if name != "format" or not args or args[0] is None:
        return None
    return _formatted(args[0], args[1:])


def _formatted(shape: str, values: list[str | None]) -> str | None:
    following = itertools.count()
    parts: list[str | None] = []
    position = 0
    for slot in _SLOTS.finditer(shape):
        parts.append(shape[position : slot.start()])
        position = slot.end()
        if slot.group(2) == "%":
            parts.append("%")
            continue
        index = int(slot.group(1)) - 1 if slot.group(1) else next(following)
        value = values[index] if index < len(values) else None
        parts.append(_SHOWN[slot.group(2)](value) if value is not None else None)
    return _joined([*parts, shape[position:]])


def _identifier(value: str) -> str:
    return value if re.fullmatch(r"[a-z_][a-z0-9_]*", value) else '"' + value.replace('"', '""') + '"'


_SHOWN: dict[str, Callable[[str], str]] = {
    "I": _identifier,
    "L": lambda value: "'" + value.replace("'", "''") + "'",
    "s": lambda value: value,
}

__all__ = ["executed"]


def _is(node: Any, kind: type) -> bool:
    """`isinstance`, after which the node's parts may be used: pglast's types let each of them be missing, the grammar does
    not."""
    return isinstance(node, kind)
