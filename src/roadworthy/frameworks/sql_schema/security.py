"""Replays what decides who gets where: policies, functions, triggers, views, grants, buckets."""

from __future__ import annotations

from typing import Any

import msgspec
from pglast import ast
from pglast.enums import GrantTargetType, ObjectType
from pglast.visitors import Visitor

from roadworthy.app.policy import OUTSIDERS, Bucket, Grant
from roadworthy.frameworks.sql_schema.splitting import Parsed
from roadworthy.frameworks.sql_schema.state import (
    PUBLIC,
    FunctionState,
    PolicyState,
    SchemaState,
    TriggerState,
    ViewState,
)
from roadworthy.frameworks.sql_schema.tables import is_on
from roadworthy.frameworks.sql_schema.types import qualified, relation, text_of, type_of

# Bits of a trigger's kind, from Postgres' pg_trigger.h.
_BEFORE, _INSERT, _DELETE, _UPDATE, _INSTEAD = 2, 4, 8, 16, 64
_ALL = ("select", "insert", "update", "delete")


# --- policies ----------------------------------------------------------------------------------------


def create_policy(schema: SchemaState, parsed: Parsed) -> None:
    """CREATE POLICY."""
    node = parsed.node
    table = relation(node.table)
    schema.policies[(table, node.policy_name)] = PolicyState(
        table,
        node.policy_name,
        node.cmd_name or "all",
        parsed.location,
        _roles(node.roles),
        node.qual,
        node.with_check,
        node.permissive,
    )


def alter_policy(schema: SchemaState, parsed: Parsed) -> None:
    """ALTER POLICY: what it names is replaced, the rest stays."""
    node = parsed.node
    known = schema.policies.get((relation(node.table), node.policy_name))
    if known is not None:
        known.roles = _roles(node.roles) if node.roles else known.roles
        known.using = node.qual if node.qual is not None else known.using
        known.check = node.with_check if node.with_check is not None else known.check
        known.location = parsed.location


def _roles(nodes: Any) -> tuple[str, ...]:
    return tuple(node.rolename or PUBLIC for node in nodes or ()) or (PUBLIC,)


# --- functions ---------------------------------------------------------------------------------------


def create_function(schema: SchemaState, parsed: Parsed) -> None:
    """CREATE FUNCTION. Replacing one of the same signature keeps who may call it."""
    node = parsed.node
    name = qualified(node.funcname)
    namespace, _, bare = name.rpartition(".")
    inputs = [p for p in node.parameters or () if p.mode.name not in ("FUNC_PARAM_OUT", "FUNC_PARAM_TABLE")]
    arguments = tuple((p.name or "", type_of(p.argType)) for p in inputs)
    key = (name, tuple(kind for _, kind in arguments))
    before = schema.functions.get(key)
    state = FunctionState(bare, namespace or PUBLIC, arguments, parsed.location, _returns(node))
    state.roles = set(before.roles) if before is not None else set(schema.function_roles)
    for option in node.options or ():
        _option(state, option)
    if node.sql_body is not None:
        state.body = parsed.source.text[parsed.start : parsed.end]
    schema.functions[key] = state


def _returns(node: Any) -> str:
    table = [p for p in node.parameters or () if p.mode.name == "FUNC_PARAM_TABLE"]
    if table:
        return "table(" + ", ".join(p.name for p in table) + ")"
    if node.returnType is None:
        return ""
    many = "setof " if node.returnType.setof else ""
    return many + type_of(node.returnType)


def _option(state: FunctionState, option: Any) -> None:
    name, value = option.defname, option.arg
    if name == "as" and isinstance(value, tuple):
        state.body = value[0].sval
    elif name == "language":
        state.language = value.sval.lower()
    elif name == "security":
        state.definer = bool(value.boolval)
    elif name == "volatility":
        state.volatility = value.sval
    elif name == "set" and value.name == "search_path":
        state.search_path = ", ".join(text_of(one).strip("'\"") for one in value.args or ()) or '""'


def alter_function(schema: SchemaState, parsed: Parsed) -> None:
    """ALTER FUNCTION ... SET search_path, SECURITY INVOKER."""
    for state in _named(schema, parsed.node.func):
        for option in parsed.node.actions or ():
            _option(state, option)


def drop_function(schema: SchemaState, node: Any) -> None:
    """A function goes; named without arguments every overload of it."""
    gone = {id(state) for state in _named(schema, node)}
    schema.functions = {key: state for key, state in schema.functions.items() if id(state) not in gone}


def _named(schema: SchemaState, node: Any) -> list[FunctionState]:
    name = qualified(node.objname)
    if node.args_unspecified or (node.objargs is None and not _exact(schema, name, ())):
        return [state for (known, _), state in schema.functions.items() if known == name]
    return _exact(schema, name, tuple(type_of(kind) for kind in node.objargs or ()))


def _exact(schema: SchemaState, name: str, kinds: tuple[str, ...]) -> list[FunctionState]:
    state = schema.functions.get((name, kinds))
    return [state] if state is not None else []


def create_trigger(schema: SchemaState, parsed: Parsed) -> None:
    """CREATE TRIGGER."""
    node = parsed.node
    table = relation(node.relation)
    timing = "before" if node.timing & _BEFORE else "instead of" if node.timing & _INSTEAD else "after"
    bits = (("insert", _INSERT), ("update", _UPDATE), ("delete", _DELETE))
    schema.triggers[(table, node.trigname)] = TriggerState(
        node.trigname,
        table,
        qualified(node.funcname),
        timing,
        tuple(event for event, bit in bits if node.events & bit),
        parsed.location,
        tuple(column.sval for column in node.columns or ()),
    )


# --- views -------------------------------------------------------------------------------------------


def create_view(schema: SchemaState, parsed: Parsed) -> None:
    """CREATE VIEW."""
    node = parsed.node
    invoker = any(o.defname == "security_invoker" and is_on(o.arg) for o in node.options or ())
    _view(schema, parsed, node.view, node.query, invoker=invoker)


def create_materialized(schema: SchemaState, parsed: Parsed) -> None:
    """CREATE MATERIALIZED VIEW; CREATE TABLE AS makes no schema that could be told."""
    node = parsed.node
    if node.objtype == ObjectType.OBJECT_MATVIEW:
        _view(schema, parsed, node.into.rel, node.query, materialized=True)


def _view(
    schema: SchemaState,
    parsed: Parsed,
    target: Any,
    query: Any,
    *,
    invoker: bool = False,
    materialized: bool = False,
) -> None:
    name = relation(target)
    before = schema.views.get(name)
    roles = set(before.roles) if before is not None else set(schema.table_roles)
    outputs = getattr(query, "targetList", None) or ()
    sources = [text_of(one.val).rsplit(".", 1)[-1].strip('"') for one in outputs]
    columns = tuple(dict.fromkeys([*(one.name for one in outputs if one.name), *sources]))
    text = text_of(query)
    bound = "auth.uid" in text or "auth.jwt" in text or "auth.email" in text
    schema.views[name] = ViewState(
        name, parsed.location, tables_in(query), columns, bound, invoker, materialized, roles
    )


class _Relations(Visitor):
    """Collects the tables a query reads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, None] = {}
        self.own: set[str] = set()

    def visit_RangeVar(self, ancestors: Any, node: Any) -> None:  # the visitor calls it by the node's name
        self.found[relation(node)] = None

    def visit_CommonTableExpr(self, ancestors: Any, node: Any) -> None:
        self.own.add(node.ctename)


def tables_in(query: Any) -> tuple[str, ...]:
    """The tables that a query reads, in the order in which they are named."""
    visitor = _Relations()
    visitor(query)
    return tuple(name for name in visitor.found if name not in visitor.own)


# --- grants ------------------------------------------------------------------------------------------


def grant(schema: SchemaState, parsed: Parsed) -> None:
    """GRANT and REVOKE, on functions, tables and views."""
    node = parsed.node
    roles = _roles(node.grantees)
    if node.objtype in (ObjectType.OBJECT_FUNCTION, ObjectType.OBJECT_ROUTINE, ObjectType.OBJECT_PROCEDURE):
        for state in _granted_functions(schema, node):
            _change(state.roles, roles, node.is_grant)
    elif node.objtype == ObjectType.OBJECT_TABLE:
        privileges, columns = _privileges(node)
        for name in _granted_tables(schema, node):
            _grant_table(schema, name, roles, privileges, columns, parsed)


def _granted_functions(schema: SchemaState, node: Any) -> list[FunctionState]:
    if node.targtype == GrantTargetType.ACL_TARGET_ALL_IN_SCHEMA:
        names = {one.sval for one in node.objects or ()}
        return [state for state in schema.functions.values() if state.schema in names]
    return [state for one in node.objects or () for state in _named(schema, one)]


def _granted_tables(schema: SchemaState, node: Any) -> list[str]:
    if node.targtype == GrantTargetType.ACL_TARGET_ALL_IN_SCHEMA:
        names = {one.sval for one in node.objects or ()}
        every = [*schema.tables, *schema.views]
        return [name for name in every if (name.rpartition(".")[0] or PUBLIC) in names]
    return [relation(one) for one in node.objects or ()]


def _privileges(node: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if not node.privileges:
        return _ALL, ()
    names = tuple(one.priv_name for one in node.privileges if one.priv_name in _ALL)
    columns = tuple(column.sval for one in node.privileges for column in one.cols or ())
    return names, columns


def _grant_table(
    schema: SchemaState,
    name: str,
    roles: tuple[str, ...],
    privileges: tuple[str, ...],
    columns: tuple[str, ...],
    parsed: Parsed,
) -> None:
    given = parsed.node.is_grant
    view = schema.views.get(name)
    if view is not None and "select" in privileges and not columns:
        _change(view.roles, roles, given)
    for role in OUTSIDERS if PUBLIC in roles and given else [one for one in roles if one in OUTSIDERS]:
        schema.grants.append(Grant(name, role, privileges, given, parsed.location, columns))


def _change(known: set[str], roles: tuple[str, ...], given: bool) -> None:
    if given:
        known.update(roles)
    else:
        known.difference_update(roles)


def default_privileges(schema: SchemaState, parsed: Parsed) -> None:
    """ALTER DEFAULT PRIVILEGES: who may use what is made from here on."""
    action = parsed.node.action
    roles = _roles(action.grantees)
    if action.objtype == ObjectType.OBJECT_FUNCTION:
        _change(schema.function_roles, roles, action.is_grant)
    elif action.objtype == ObjectType.OBJECT_TABLE:
        _change(schema.table_roles, roles, action.is_grant)


# --- buckets -----------------------------------------------------------------------------------------


def insert_rows(schema: SchemaState, parsed: Parsed) -> None:
    """INSERT INTO storage.buckets."""
    node = parsed.node
    if relation(node.relation) != "storage.buckets":
        return
    names = [column.name for column in node.cols or ()]
    rows = getattr(node.selectStmt, "valuesLists", None) or _selected(node.selectStmt)
    for row in rows:
        values = dict(zip(names, row, strict=False))
        title = _text(values.get("id")) or _text(values.get("name"))
        if title:
            schema.buckets[title] = _bucket(title, values, parsed)


def _selected(query: Any) -> list[tuple[Any, ...]]:
    """`INSERT INTO ... SELECT 'a', 'a', true WHERE NOT EXISTS (...)`."""
    targets = getattr(query, "targetList", None) or ()
    return [tuple(target.val for target in targets)] if targets else []


def _bucket(title: str, values: dict[str, Any], parsed: Parsed) -> Bucket:
    limit, types = _number(values.get("file_size_limit")), _listed(values.get("allowed_mime_types"))
    return Bucket(title, _truth(values.get("public")), parsed.location, limit, types)


def _number(node: Any) -> int | None:
    """`2097152`, `2 * 1024 * 1024`; None for what is no number."""
    if isinstance(node, ast.A_Expr) and [part.sval for part in node.name or ()] == ["*"]:
        left, right = _number(node.lexpr), _number(node.rexpr)
        return left * right if left is not None and right is not None else None
    value = getattr(node, "val", None)
    if isinstance(value, ast.Float):
        # Beyond 32 bits.
        return int(float(value.fval or 0))
    number = getattr(value, "ival", None)
    return number if isinstance(number, int) else None


def _listed(node: Any) -> tuple[str, ...]:
    """`ARRAY['image/png']`, `'{image/png,image/jpeg}'`."""
    while isinstance(node, ast.TypeCast):
        node = node.arg
    if isinstance(node, ast.A_ArrayExpr):
        return tuple(filter(None, map(_text, node.elements or ())))
    return tuple(one.strip().strip('"') for one in _text(node).strip("{}").split(",") if one.strip())


def update_rows(schema: SchemaState, parsed: Parsed) -> None:
    """UPDATE storage.buckets SET public = ... WHERE id = '...'."""
    node = parsed.node
    if relation(node.relation) != "storage.buckets" or not isinstance(node.whereClause, ast.A_Expr):
        return
    title = _text(node.whereClause.rexpr)
    known = schema.buckets.get(title)
    if known is None:
        return
    values = {target.name: target.val for target in node.targetList or ()}
    if "public" in values:
        known = msgspec.structs.replace(known, public=_truth(values["public"]))
    if "file_size_limit" in values:
        known = msgspec.structs.replace(known, limit=_number(values["file_size_limit"]))
    if "allowed_mime_types" in values:
        known = msgspec.structs.replace(known, types=_listed(values["allowed_mime_types"]))
    schema.buckets[title] = known


def _text(node: Any) -> str:
    while isinstance(node, ast.TypeCast):
        node = node.arg
    value = getattr(getattr(node, "val", None), "sval", None)
    return value if isinstance(value, str) else ""


def _truth(node: Any) -> bool:
    return bool(getattr(getattr(node, "val", None), "boolval", False)) or _text(node).lower() in ("t", "true")
