"""Understands the expressions of policies."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from pglast import ast
from pglast.enums import A_Expr_Kind, BoolExprType, NullTestType, SubLinkType

from roadworthy.app.policy import SHADOWED, Rule
from roadworthy.frameworks.sql_schema.claims import (
    EMAIL,
    KEY,
    MADE_UP,
    ROLE,
    TOKEN,
    bare,
    claim_of,
    claims_in,
    columns_in,
    conjuncts,
)
from roadworthy.frameworks.sql_schema.security import tables_in
from roadworthy.frameworks.sql_schema.state import FunctionState, SchemaState
from roadworthy.frameworks.sql_schema.types import qualified, text_of
from roadworthy.regex import regex

_ASKS_WHO = regex(r"auth\s*\.\s*(uid|jwt|email|role)\s*\(|request\.jwt", re.I)
_HEADERS = regex(r"request\.headers", re.I)
_RIGHTS = regex(
    r"(^|_)(is|has|can|check|user)_?\w*(admin|role|staff|permission|member|owner|manager|moderator|superuser)",
    re.I,
)
# How well a person signed in, which everybody can do for himself: it says nothing of whose rows they are.
_SECOND_STEP = regex(r"(^|_)(2fa|mfa|two_?factor|second_?factor|aal2?)(_|$)", re.I)
_LEVEL = regex(r"->>\s*'(aal|amr)'", re.I)
_TRUE = regex(r"(select|return)\s+true\s*;?", re.I)
# Tables in which every person who signs in has a row: being in them is no right.
_EVERYBODY = regex(r"(^|\.|_)(users?|profiles?|accounts?|people|members?)$", re.I)


class Understanding:
    """Reads the expressions of one table's policies."""

    def __init__(self, schema: SchemaState, table: str) -> None:
        self.schema, self.table = schema, table
        known = schema.tables.get(table)
        self.columns = set(known.columns) if known is not None else set()
        self.bare_table = table.rsplit(".", 1)[-1]

    def rule(self, node: Any) -> Rule:
        """What an expression asks for."""
        node = bare(node)
        text = text_of(node)
        if isinstance(node, ast.A_Const):
            return Rule("always" if _true(node) else "never", text)
        if isinstance(node, ast.BoolExpr):
            return self._combined(node, text)
        if isinstance(node, ast.A_Expr):
            return self._compared(node, text)
        if isinstance(node, ast.SubLink):
            return self._subquery(node, text)
        if isinstance(node, ast.NullTest):
            return self._null(node, text)
        if isinstance(node, ast.BooleanTest):
            return self.rule(node.arg)
        if isinstance(node, ast.FuncCall):
            return self._called(node, text)
        if isinstance(node, ast.ColumnRef):
            return Rule("row", text, column=text.rsplit(".", 1)[-1])
        if isinstance(node, ast.CoalesceExpr) and node.args:
            return self.rule(node.args[0])
        return Rule("unknown", text)

    # --- together -----------------------------------------------------------------------------------

    def _combined(self, node: Any, text: str) -> Rule:
        parts = tuple(self.rule(one) for one in node.args)
        if node.boolop == BoolExprType.NOT_EXPR:
            return _negated(parts[0], text)
        kind = "all" if node.boolop == BoolExprType.AND_EXPR else "any"
        neutral, final = ("always", "never") if kind == "all" else ("never", "always")
        if any(part.kind == final for part in parts):
            return Rule(final, text)
        kept = tuple(part for part in parts if part.kind != neutral)
        if not kept:
            return Rule(neutral, text)
        return kept[0] if len(kept) == 1 else Rule(kind, text, parts=kept)

    def _null(self, node: Any, text: str) -> Rule:
        missing = node.nulltesttype == NullTestType.IS_NULL
        claim = claim_of(node.arg)
        if claim == MADE_UP:
            return Rule("claimed", text)
        if claim:
            return Rule("signed out" if missing else "signed in", text)
        named = columns_in(node.arg)
        return Rule("row", text, column=named[0][-1]) if named else Rule("unknown", text)

    # --- comparisons --------------------------------------------------------------------------------

    def _compared(self, node: Any, text: str) -> Rule:
        left, right = bare(node.lexpr), node.rexpr
        if node.kind == A_Expr_Kind.AEXPR_IN or isinstance(right, tuple):
            return self._listed(left, tuple(map(bare, right)), text)
        right = bare(right)
        for near, far in ((left, right), (right, left)):
            claim = claim_of(near)
            if claim:
                return self._claimed(claim, far, text)
        for near, far in ((left, right), (right, left)):
            if isinstance(near, ast.SubLink) and near.subLinkType == SubLinkType.EXPR_SUBLINK:
                return self._looked_up(near, far, text)
        if _constant(left) is not None and _constant(left) == _constant(right):
            return Rule("always", text)
        return self._about_row(node, left, right, text)

    def _about_row(self, node: Any, left: Any, right: Any, text: str) -> Rule:
        claims = claims_in(node)
        named = columns_in(node)
        called = self._personal(left, right)
        if MADE_UP in claims:
            return Rule("claimed", text, column=named[0][-1] if named else "")
        if called is not None and not named:
            # `role_of(auth.uid()) = 'admin'`: no column of the row is spoken of, and which role is asked for belongs to it.
            return msgspec.structs.replace(called, text=text) if node.name[-1].sval == "=" else called
        if KEY in claims:
            return self._owned(named, text)
        if claims:
            return Rule("role", text, claim="token")
        if isinstance(left, ast.ColumnRef) and text_of(left).endswith("bucket_id"):
            return Rule("bucket", text, column=str(_constant(right) or ""))
        if called is not None:
            return self._owned(named, text)
        return Rule("row", text, column=named[0][-1]) if named else Rule("unknown", text)

    def _listed(self, left: Any, items: tuple[Any, ...], text: str) -> Rule:
        claim = claim_of(left)
        words = [_constant(item) for item in items]
        if claim == ROLE:
            ways = tuple(_by_role(str(word), text) for word in words)
            return ways[0] if len(ways) == 1 else _any(ways, text)
        if claim == KEY and any(columns_in(item) for item in items):
            owned = [self._owned(columns_in(item), text) for item in items if columns_in(item)]
            return owned[0] if len(owned) == 1 else _any(tuple(owned), text)
        if claim:
            return Rule("claimed" if claim == MADE_UP else "role", text, claim=claim)
        if isinstance(left, ast.ColumnRef) and text_of(left).endswith("bucket_id"):
            return _any(tuple(Rule("bucket", text, column=str(word)) for word in words), text)
        if isinstance(left, ast.SubLink):
            return self._looked_up(left, items[0] if items else None, text)
        called = self._personal(left)
        if called is not None and not any(columns_in(item) for item in items):
            return called
        named = columns_in(left)
        return Rule("row", text, column=named[0][-1]) if named else Rule("unknown", text)

    def _claimed(self, claim: str, other: Any, text: str) -> Rule:
        """A claim of the sign-in compared with something."""
        if claim == MADE_UP:
            named = columns_in(other)
            return Rule("claimed", text, column=named[0][-1] if named else "")
        if isinstance(other, ast.SubLink):
            return self._subselect(other, text, asked=True)
        if claim == ROLE and _constant(other) is not None:
            return _by_role(str(_constant(other)), text)
        named = columns_in(other)
        if claim == TOKEN and _LEVEL.search(text):
            return Rule("signed in", text)
        if claim in (KEY, EMAIL) and named:
            return self._owned(named, text, "email" if claim == EMAIL else "")
        return Rule("role", text, claim="token" if claim == TOKEN else claim)

    def _owned(self, named: list[tuple[str, ...]], text: str, claim: str = "") -> Rule:
        if self.table == "storage.objects" and any(name[-1] in ("name", "path_tokens") for name in named):
            return Rule("folder", text)
        return Rule("owner", text, column=named[0][-1] if named else "", claim=claim)

    def _looked_up(self, link: Any, other: Any, text: str) -> Rule:
        """`(SELECT role FROM profiles WHERE id = auth.uid()) = 'admin'`."""
        found = self._subselect(link, text)
        if found.kind in ("role", "signed in") and other is not None and columns_in(other):
            return Rule("owner", text, column=columns_in(other)[0][-1], table=found.table)
        if found.kind == "signed in":
            return Rule("role", text, table=found.table)
        return found

    # --- subqueries ---------------------------------------------------------------------------------

    def _subquery(self, node: Any, text: str) -> Rule:
        if node.subLinkType == SubLinkType.EXISTS_SUBLINK:
            return self._subselect(node, text)
        if node.subLinkType == SubLinkType.ANY_SUBLINK:
            claim = claim_of(node.testexpr)
            if claim == MADE_UP:
                return Rule("claimed", text)
            found = self._subselect(node, text, asked=bool(claim))
            named = columns_in(node.testexpr)
            if found.kind in ("role", "signed in") and named and not claim:
                return Rule("owner", text, column=named[0][-1], table=found.table)
            if found.kind == "unknown" and named and not claim:
                return Rule("row", text, column=named[0][-1], table=found.table)
            return found
        return self._subselect(node, text)

    def _subselect(self, link: Any, text: str, *, asked: bool = False) -> Rule:
        """A SELECT over other tables. `asked` when a claim is compared with what it gives."""
        query = link.subselect
        tables = [name for name in tables_in(query) if name != self.table] or [self.table]
        wheres = [*conjuncts(query.whereClause), *_join_conditions(query.fromClause)]
        inner = self._inner_names(tables)
        claims = [claim for where in wheres for claim in claims_in(where)]
        called = [rule for where in wheres if (rule := self._function_in(where)) is not None]
        outer = next((name for where in wheres if (name := self._outer_column(where, inner, tables))), "")
        if MADE_UP in claims and KEY not in claims:
            return Rule("claimed", text, table=tables[0])
        tied = (
            asked
            or KEY in claims
            or EMAIL in claims
            or any(rule.kind in ("role", "owner") for rule in called)
        )
        if tied and outer:
            return Rule("owner", text, column=outer, table=tables[0])
        if tied and (meant := self._shadowed(wheres, inner, tables)):
            return Rule("role", text, column=meant, table=tables[0], claim=SHADOWED)
        if tied:
            narrowed = any(_narrows(where) for where in wheres) or bool(called)
            plain = all(_EVERYBODY.search(name) for name in tables) and not narrowed
            return Rule("signed in" if plain else "role", text, table=tables[0])
        return (
            Rule("row", text, column=outer, table=tables[0])
            if outer
            else Rule("unknown", text, table=tables[0])
        )

    def _shadowed(self, wheres: list[Any], inner: set[str], tables: list[str]) -> str:
        """The column of the policy's own row that is meant where a column of the subquery's table is compared with itself:
        `members.team_id = team_id` inside of a SELECT from members is about members alone (PostgreSQL's manual, "Subqueries":
        a name without a table is looked for in the innermost query first)."""
        if len(tables) != 1 or tables[0] == self.table:
            return ""
        for where in wheres:
            node = bare(where)
            pair = columns_in(node) if isinstance(node, ast.A_Expr) and not claims_in(node) else []
            if len(pair) != 2 or text_of(node).count("=") != 1 or pair[0][-1] != pair[1][-1]:
                continue
            name = pair[0][-1]
            plain = any(len(one) == 1 for one in pair) and all(
                self.bare_table not in one[:-1] for one in pair
            )
            if plain and name in inner and name in self.columns:
                return name
        return ""

    def _inner_names(self, tables: list[str]) -> set[str]:
        known = (self.schema.tables.get(name) for name in tables)
        return {column for table in known if table is not None for column in table.columns}

    def _outer_column(self, where: Any, inner: set[str], tables: list[str]) -> str:
        """The column of the policy's own row that a condition of the subquery speaks of."""
        for name in columns_in(where):
            if len(name) > 1 and name[-2] == self.bare_table and self.table not in tables:
                return name[-1]
            if len(name) == 1 and name[0] in self.columns and name[0] not in inner:
                return name[0]
            if (
                len(name) == 1
                and self.table == "storage.objects"
                and name[0] == "name"
                and "name" not in inner
            ):
                return name[0]
        return ""

    def _function_in(self, where: Any) -> Rule | None:
        node = bare(where)
        if isinstance(node, ast.A_Expr) and not isinstance(node.rexpr, tuple):
            return self._personal(bare(node.lexpr), bare(node.rexpr))
        return self._called(node, text_of(node)) if isinstance(node, ast.FuncCall) else None

    def _personal(self, *sides: Any) -> Rule | None:
        """What a function of the app gives of the caller, where one side of a comparison is such a call: `my_team()`."""
        for side in sides:
            if isinstance(side, ast.FuncCall) and not columns_in(side):
                called = self._called(side, text_of(side))
                if called.kind in ("role", "owner"):
                    return called
        return None

    # --- the app's own functions --------------------------------------------------------------------

    def _called(self, node: Any, text: str) -> Rule:
        name = qualified(node.funcname)
        bare_name = name.rsplit(".", 1)[-1]
        claims = [claim for one in node.args or () for claim in claims_in(one)]
        named = [column for one in node.args or () for column in columns_in(one)]
        state = next((s for s in reversed(list(self.schema.functions.values())) if s.name == bare_name), None)
        if state is not None and state.search_path is None and _TRUE.fullmatch(_plain_body(state)):
            return Rule("always", text, function=bare_name)
        personal = KEY in claims or EMAIL in claims or (state is not None and asks_who(self.schema, state))
        if MADE_UP in claims or (state is not None and not personal and _HEADERS.search(state.body)):
            return Rule("claimed", text, function=bare_name)
        if _SECOND_STEP.search(bare_name) and not named:
            return Rule("signed in", text, function=bare_name)
        if personal or (state is None and _RIGHTS.search(bare_name)):
            if not named:
                return Rule("role", text, function=bare_name)
            return Rule("owner", text, column=named[0][-1], function=bare_name)
        if name in ("starts_with", "storage.foldername"):
            return Rule("row", text)
        return Rule("unknown", text, function=bare_name)


def asks_who(schema: SchemaState, state: FunctionState, depth: int = 0) -> bool:
    """Whether a function looks at who calls it, itself or through another of the app's."""
    body = without_comments(state.body)
    if _ASKS_WHO.search(body):
        return True
    if depth > 3:
        return False
    return any(
        other is not state
        and re.search(rf"\b{re.escape(other.name)}\s*\(", body)
        and asks_who(schema, other, depth + 1)
        for other in schema.functions.values()
    )


def without_comments(body: str) -> str:
    """A function's source without its comments."""
    return re.sub(r"--[^\n]*|/\*.*?\*/", " ", body, flags=re.S)


def _plain_body(state: FunctionState) -> str:
    body = without_comments(state.body).strip()
    inner = re.search(r"begin(.*)end\s*;?\s*\Z", body, re.S | re.I)
    return (inner.group(1) if inner is not None else body).strip()


def _join_conditions(nodes: Any) -> list[Any]:
    found: list[Any] = []
    for node in nodes or ():
        if isinstance(node, ast.JoinExpr):
            found += [*conjuncts(node.quals), *_join_conditions((node.larg, node.rarg))]
    return found


def _narrows(node: Any) -> bool:
    """Whether a condition asks for more than the person's own row: a role, a flag."""
    return not claims_in(node) and bool(columns_in(node))


def _by_role(word: str, text: str) -> Rule:
    known = {"authenticated": "signed in", "anon": "signed out", "service_role": "service"}
    return Rule(known.get(word, "role"), text, claim="" if word in known else "token")


def _any(parts: tuple[Rule, ...], text: str) -> Rule:
    kinds = {part.kind for part in parts}
    if {"signed in", "signed out"} <= kinds:
        return Rule("always", text)
    return parts[0] if len(parts) == 1 else Rule("any", text, parts=parts)


def _negated(rule: Rule, text: str) -> Rule:
    opposite = {"always": "never", "never": "always", "signed in": "signed out", "signed out": "signed in"}
    if rule.kind in opposite:
        return Rule(opposite[rule.kind], text)
    return Rule("row", text, column=rule.column) if rule.kind == "row" else Rule("unknown", text)


def _true(node: Any) -> bool:
    value = node.val
    return bool(getattr(value, "boolval", False)) or getattr(value, "sval", "") in ("t", "true")


def _constant(node: Any) -> object | None:
    node = bare(node)
    value = getattr(node, "val", None) if isinstance(node, ast.A_Const) else None
    for name in ("sval", "ival", "boolval", "fval"):
        if hasattr(value, name):
            found: object = getattr(value, name)
            return found
    return None
