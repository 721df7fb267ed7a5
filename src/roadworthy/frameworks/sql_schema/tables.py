"""Replays what makes and changes tables: CREATE, ALTER, DROP and RENAME, keys, checks, indexes, enums."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pglast import ast
from pglast.enums import AlterTableType, ConstrType, ObjectType

from roadworthy.frameworks.sql_schema.splitting import Parsed
from roadworthy.frameworks.sql_schema.state import (
    CheckState,
    ColumnState,
    KeyState,
    SchemaState,
    SecurityState,
    TableState,
)
from roadworthy.frameworks.sql_schema.types import (
    default_of,
    is_serial,
    qualified,
    relation,
    text_of,
    type_of,
)

# pglast's letters for what happens to rows whose parent goes, from Postgres' parsenodes.h.
_ON_DELETE = {"c": "cascade", "n": "set null", "d": "set default", "r": "restrict"}


def create_table(schema: SchemaState, parsed: Parsed) -> None:
    """CREATE TABLE. One that exists already is completed: by hand-run scripts tables are told twice."""
    node = parsed.node
    name = relation(node.relation)
    known = schema.tables.get(name)
    if known is not None and known.created and node.if_not_exists:
        return
    table = schema.table(name, parsed.location)
    if not table.created:
        table.location, table.created = parsed.location, True
    for element in node.tableElts or ():
        if isinstance(element, ast.ColumnDef):
            _define(schema, table, element, parsed)
        elif isinstance(element, ast.Constraint):
            _constrain(table, element, parsed, "")


def _define(schema: SchemaState, table: TableState, node: Any, parsed: Parsed) -> None:
    if node.colname in table.columns or node.typeName is None:
        return
    column = ColumnState(node.colname, type_of(node.typeName), parsed.place(node.location))
    table.columns[column.name] = column
    if is_serial(node.typeName):
        column.default, column.nullable = "generated", False
    domain = schema.domains.get(column.type.removesuffix("[]"))
    if domain is not None:
        column.type = domain[0]
    for constraint in node.constraints or ():
        _constrain(table, constraint, parsed, column.name)


def _constrain(table: TableState, node: Any, parsed: Parsed, column: str) -> None:
    """A constraint: of one column when that is named, else of the table."""
    kind = node.contype
    own = table.columns.get(column)
    if own is not None and kind == ConstrType.CONSTR_NOTNULL:
        own.nullable = False
    elif own is not None and kind == ConstrType.CONSTR_DEFAULT:
        own.default = default_of(node.raw_expr)
    elif own is not None and kind in (ConstrType.CONSTR_IDENTITY, ConstrType.CONSTR_GENERATED):
        own.default = "generated"
    elif kind in (ConstrType.CONSTR_PRIMARY, ConstrType.CONSTR_UNIQUE):
        _key(table, node, parsed, column)
    elif kind == ConstrType.CONSTR_FOREIGN:
        _reference(table, node, column)
    elif kind == ConstrType.CONSTR_CHECK:
        _check(table, node, column)


def _key(table: TableState, node: Any, parsed: Parsed, column: str) -> None:
    columns = tuple(key.sval for key in node.keys or ()) or ((column,) if column else ())
    if node.indexname:
        index = next((key for key in table.keys if key.name == node.indexname), None)
        columns = index.columns if index is not None else columns
    if node.contype == ConstrType.CONSTR_PRIMARY:
        table.primary, table.primary_key = columns, node.conname or f"{table.name}_pkey"
        for name in columns:
            if name in table.columns:
                table.columns[name].primary = len(columns) == 1
                table.columns[name].nullable = False
        return
    name = node.conname or f"{table.name}_{'_'.join(columns)}_key"
    if len(columns) == 1 and columns[0] in table.columns:
        table.columns[columns[0]].unique, table.columns[columns[0]].key = True, name
    elif columns:
        table.keys.append(KeyState(name, columns, parsed.place(node.location), unique=True))


def _reference(table: TableState, node: Any, column: str) -> None:
    columns = tuple(key.sval for key in node.fk_attrs or ()) or ((column,) if column else ())
    if len(columns) != 1 or columns[0] not in table.columns:
        return
    targets = [key.sval for key in node.pk_attrs or ()]
    own = table.columns[columns[0]]
    rule = _ON_DELETE.get(node.fk_del_action or "", "")
    own.reference = (relation(node.pktable), targets[0] if targets else "id", rule)
    own.reference_key = node.conname or f"{table.name}_{columns[0]}_fkey"


def _check(table: TableState, node: Any, column: str) -> None:
    named, values = _listed(node.raw_expr)
    default = f"{table.name}_{column or named}_check" if column or named else f"{table.name}_check"
    table.checks.append(CheckState(node.conname or default, text_of(node.raw_expr), column or named, values))


def _listed(node: Any) -> tuple[str, tuple[str, ...]]:
    """`status IN ('a', 'b')` and what pg_dump makes of it: the column and its words."""
    if not isinstance(node, ast.A_Expr) or not isinstance(_bare(node.lexpr), ast.ColumnRef):
        return "", ()
    name = text_of(_bare(node.lexpr)).strip('"')
    right = _bare(node.rexpr)
    items = right.elements if isinstance(right, ast.A_ArrayExpr) else right
    words = (
        [getattr(getattr(_bare(item), "val", None), "sval", None) for item in items]
        if isinstance(items, tuple)
        else []
    )
    known = tuple(word for word in words if isinstance(word, str))
    return name, known if known and len(known) == len(words) and operator_of(node) == "=" else ()


def operator_of(node: Any) -> str:
    """The operator of an expression."""
    return str(node.name[-1].sval) if node.name else ""


def _bare(node: Any) -> Any:
    while isinstance(node, ast.TypeCast):
        node = node.arg
    return node


# --- ALTER TABLE -------------------------------------------------------------------------------------


def alter_table(schema: SchemaState, parsed: Parsed) -> None:
    """ALTER TABLE, action by action."""
    node = parsed.node
    name = relation(node.relation)
    if name in schema.views:
        _view_options(schema, name, node)
        return
    if node.objtype != ObjectType.OBJECT_TABLE:
        return
    for command in node.cmds or ():
        security = _SECURITY.get(command.subtype)
        if security is not None:
            _secure(schema, name, security, parsed)
        elif not name.startswith(("storage.", "auth.", "realtime.")):
            action = _ACTIONS.get(command.subtype)
            if action is not None:
                action(schema, schema.table(name, parsed.location), command, parsed)


def _view_options(schema: SchemaState, name: str, node: Any) -> None:
    for command in node.cmds or ():
        if command.subtype == AlterTableType.AT_SetRelOptions:
            for option in command.def_ or ():
                if option.defname == "security_invoker":
                    schema.views[name].invoker = is_on(option.arg)


def is_on(value: Any) -> bool:
    """Whether an option (`security_invoker = on`) is switched on; named without a value it is."""
    text = (
        str(getattr(value, "sval", getattr(value, "boolval", "true"))).lower()
        if value is not None
        else "true"
    )
    return text in ("true", "on", "1", "yes")


_SECURITY = {
    AlterTableType.AT_EnableRowSecurity: ("enabled", True),
    AlterTableType.AT_DisableRowSecurity: ("enabled", False),
    AlterTableType.AT_ForceRowSecurity: ("forced", True),
    AlterTableType.AT_NoForceRowSecurity: ("forced", False),
}


def _secure(schema: SchemaState, table: str, change: tuple[str, bool], parsed: Parsed) -> None:
    state = schema.security.setdefault(table, SecurityState(False, False, parsed.location))
    setattr(state, *change)
    state.location = parsed.location


def _add_column(schema: SchemaState, table: TableState, command: Any, parsed: Parsed) -> None:
    _define(schema, table, command.def_, parsed)


def _drop_column(schema: SchemaState, table: TableState, command: Any, parsed: Parsed) -> None:
    table.columns.pop(command.name, None)
    table.keys = [key for key in table.keys if command.name not in key.columns]
    table.checks = [check for check in table.checks if check.column != command.name]


def _set_default(schema: SchemaState, table: TableState, command: Any, parsed: Parsed) -> None:
    column = table.columns.get(command.name)
    if column is not None:
        column.default = default_of(command.def_) if command.def_ is not None else ""


def _not_null(schema: SchemaState, table: TableState, command: Any, parsed: Parsed) -> None:
    column = table.columns.get(command.name)
    if column is not None:
        column.nullable = command.subtype == AlterTableType.AT_DropNotNull


def _identity(schema: SchemaState, table: TableState, command: Any, parsed: Parsed) -> None:
    column = table.columns.get(command.name)
    if column is not None:
        column.default = "generated"


def _add_constraint(schema: SchemaState, table: TableState, command: Any, parsed: Parsed) -> None:
    _constrain(table, command.def_, parsed, "")


def _drop_constraint(schema: SchemaState, table: TableState, command: Any, parsed: Parsed) -> None:
    name = command.name
    table.keys = [key for key in table.keys if key.name != name]
    table.checks = [check for check in table.checks if check.name != name]
    if table.primary_key == name:
        for key in table.primary:
            if key in table.columns:
                table.columns[key].primary = False
        table.primary, table.primary_key = (), ""
    for column in table.columns.values():
        if column.key == name:
            column.unique, column.key = False, ""
        if column.reference_key == name:
            column.reference, column.reference_key = None, ""


def _change_type(schema: SchemaState, table: TableState, command: Any, parsed: Parsed) -> None:
    column = table.columns.get(command.name)
    if column is not None and command.def_.typeName is not None:
        column.type = type_of(command.def_.typeName)


_ACTIONS: dict[Any, Callable[[SchemaState, TableState, Any, Parsed], None]] = {
    AlterTableType.AT_AddColumn: _add_column,
    AlterTableType.AT_DropColumn: _drop_column,
    AlterTableType.AT_ColumnDefault: _set_default,
    AlterTableType.AT_DropNotNull: _not_null,
    AlterTableType.AT_SetNotNull: _not_null,
    AlterTableType.AT_AddIdentity: _identity,
    AlterTableType.AT_AddConstraint: _add_constraint,
    AlterTableType.AT_DropConstraint: _drop_constraint,
    AlterTableType.AT_AlterColumnType: _change_type,
}


# --- indexes, types ----------------------------------------------------------------------------------


def create_index(schema: SchemaState, parsed: Parsed) -> None:
    """CREATE INDEX. An expression's place in `columns` is ''; what it computes stands in `expression`."""
    node = parsed.node
    name = relation(node.relation)
    if name.startswith(("storage.", "auth.")) or name in schema.views:
        return
    table = schema.table(name, parsed.location)
    columns = tuple(element.name or "" for element in node.indexParams or ())
    title = node.idxname or f"{name}_{'_'.join(columns)}_idx"
    if node.if_not_exists and any(key.name == title for key in table.keys):
        return
    expressions = [text_of(element.expr) for element in node.indexParams or () if element.expr is not None]
    classes = [qualified(element.opclass) for element in node.indexParams or () if element.opclass]
    method = " ".join(dict.fromkeys([node.accessMethod or "btree", *classes]))
    where = text_of(node.whereClause)
    key = KeyState(title, columns, parsed.location, node.unique, where, "" if method == "btree" else method)
    key.expression = ", ".join(expressions)
    table.keys.append(key)


def create_enum(schema: SchemaState, parsed: Parsed) -> None:
    """CREATE TYPE ... AS ENUM."""
    schema.enums[qualified(parsed.node.typeName)] = [value.sval for value in parsed.node.vals or ()]


def alter_enum(schema: SchemaState, parsed: Parsed) -> None:
    """ALTER TYPE ... ADD VALUE, RENAME VALUE."""
    node = parsed.node
    values = schema.enums.setdefault(qualified(node.typeName), [])
    if node.oldVal in values:
        values[values.index(node.oldVal)] = node.newVal
    elif node.newVal not in values:
        values.append(node.newVal)


def create_domain(schema: SchemaState, parsed: Parsed) -> None:
    """CREATE DOMAIN: another name for a type."""
    schema.domains[qualified(parsed.node.domainname)] = (type_of(parsed.node.typeName), parsed.node)


# --- DROP and RENAME ---------------------------------------------------------------------------------


def drop_table(schema: SchemaState, name: str) -> None:
    """A table goes, and with it what hangs on it."""
    schema.tables.pop(name, None)
    schema.security.pop(name, None)
    schema.policies = {key: policy for key, policy in schema.policies.items() if policy.table != name}
    schema.triggers = {key: trigger for key, trigger in schema.triggers.items() if trigger.table != name}
    schema.grants = [grant for grant in schema.grants if grant.table != name]
    for table in schema.tables.values():
        for column in table.columns.values():
            if column.reference is not None and column.reference[0] == name:
                column.reference, column.reference_key = None, ""


def drop_index(schema: SchemaState, name: str) -> None:
    """An index goes."""
    for table in schema.tables.values():
        table.keys = [key for key in table.keys if key.name != name]


def rename_table(schema: SchemaState, before: str, after: str) -> None:
    """A table gets another name, wherever it is named."""
    if before not in schema.tables:
        return
    table = schema.tables.pop(before)
    table.name = after
    schema.tables[after] = table
    if before in schema.security:
        schema.security[after] = schema.security.pop(before)
    for policy in list(schema.policies.values()):
        if policy.table == before:
            del schema.policies[(before, policy.name)]
            policy.table = after
            schema.policies[(after, policy.name)] = policy
    for other in schema.tables.values():
        for column in other.columns.values():
            if column.reference is not None and column.reference[0] == before:
                column.reference = (after, *column.reference[1:])


def rename_column(schema: SchemaState, table_name: str, before: str, after: str) -> None:
    """A column gets another name, also in keys and checks."""
    table = schema.tables.get(table_name)
    if table is None or before not in table.columns:
        return
    column = table.columns.pop(before)
    column.name = after
    table.columns[after] = column
    table.primary = tuple(after if name == before else name for name in table.primary)
    for key in table.keys:
        key.columns = tuple(after if name == before else name for name in key.columns)
    for check in table.checks:
        check.text = re.sub(rf"\b{re.escape(before)}\b", after, check.text)
        check.column = after if check.column == before else check.column
    for other in schema.tables.values():
        for one in other.columns.values():
            if one.reference is not None and one.reference[:2] == (table_name, before):
                one.reference = (table_name, after, one.reference[2])
