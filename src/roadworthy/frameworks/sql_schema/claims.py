"""What an expression says of the person who asks: their key, address, role or token, as Supabase's functions tell it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pglast import ast
from pglast.enums import SubLinkType
from pglast.visitors import Visitor

from roadworthy.frameworks.sql_schema.types import qualified, text_of
from roadworthy.regex import regex

KEY, EMAIL, ROLE, TOKEN, MADE_UP = "key", "email", "role", "token", "made up"
_WRAPPERS = {"lower", "upper", "trim", "btrim", "coalesce", "nullif", "text", "uuid"}
_KEY = regex(r"request\.jwt\.claims?\.sub|->>\s*'sub'|app\.current_user|request\.user_id")
_ADDRESS = regex(r"request\.jwt\.claims?\.email|->>\s*'email'")
_ROLE = regex(r"request\.jwt\.claims?\.role|->>\s*'role'")


def claim_of(node: Any) -> str:
    """Which claim of the sign-in an expression is: key, email, role, token, made up (what the client itself can set), ''
    for none."""
    node = bare(node)
    if isinstance(node, ast.FuncCall):
        return _of_call(node)
    if isinstance(node, ast.A_Expr) and node.name and node.name[-1].sval in ("->", "->>", "#>>", "#>"):
        return _of_path(text_of(node))
    if isinstance(node, ast.SQLValueFunction):
        return ROLE
    if isinstance(node, ast.CoalesceExpr):
        return next((claim for one in node.args or () if (claim := claim_of(one))), "")
    return ""


def _of_call(node: Any) -> str:
    name = qualified(node.funcname)
    known = {"auth.uid": KEY, "auth.email": EMAIL, "auth.role": ROLE, "auth.jwt": TOKEN}.get(name, "")
    if known:
        return known
    text = text_of(node)
    if name == "current_setting":
        return _of_setting(text)
    if name.rsplit(".", 1)[-1] in _WRAPPERS:
        return next((claim for one in node.args or () if (claim := claim_of(one))), "")
    return ""


def _of_setting(text: str) -> str:
    if "request.headers" in text or "request.cookies" in text:
        return MADE_UP
    if _KEY.search(text):
        return KEY
    return ROLE if _ROLE.search(text) else EMAIL if _ADDRESS.search(text) else ""


def _of_path(text: str) -> str:
    if "auth.jwt" not in text and "current_setting" not in text:
        return ""
    if "user_metadata" in text or "raw_user_meta_data" in text or "request.headers" in text:
        return MADE_UP
    if "app_metadata" in text:
        return TOKEN
    if _KEY.search(text):
        return KEY
    if _ADDRESS.search(text):
        return EMAIL
    return ROLE if _ROLE.search(text) else TOKEN


def bare(node: Any) -> Any:
    """An expression without casts, and without the SELECT that is put around `auth.uid()` so that it runs once."""
    while True:
        if isinstance(node, ast.TypeCast):
            node = node.arg
        elif (
            isinstance(node, ast.SubLink)
            and node.subLinkType == SubLinkType.EXPR_SUBLINK
            and (inner := _alone(node.subselect)) is not None
        ):
            node = inner
        else:
            return node


def _alone(query: Any) -> Any:
    """What a SELECT from nowhere gives, where that is one value."""
    targets = list(query.targetList or ())
    return targets[0].val if len(targets) == 1 and not query.fromClause else None


class _Columns(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, ...]] = []

    def visit_ColumnRef(self, ancestors: Any, node: Any) -> None:  # the visitor calls it by the node's name
        self.found.append(tuple(str(field.sval) for field in node.fields if isinstance(field, ast.String)))


def columns_in(node: Any) -> list[tuple[str, ...]]:
    """Every column an expression names, as (table, column) or (column,)."""
    if node is None:
        return []
    visitor = _Columns()
    visitor(node)
    return visitor.found


class _Claims(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def _note(self, node: Any) -> None:
        claim = claim_of(node)
        if claim:
            self.found.append(claim)

    def visit_FuncCall(self, ancestors: Any, node: Any) -> None:
        self._note(node)

    def visit_A_Expr(self, ancestors: Any, node: Any) -> None:
        self._note(node)


def claims_in(node: Any) -> list[str]:
    """Every claim an expression makes use of."""
    if node is None:
        return []
    visitor = _Claims()
    visitor(node)
    return visitor.found


def conjuncts(node: Any) -> Iterator[Any]:
    """The conditions that all must hold."""
    from pglast.enums import BoolExprType

    if isinstance(node, ast.BoolExpr) and node.boolop == BoolExprType.AND_EXPR:
        for one in node.args or ():
            yield from conjuncts(one)
    elif node is not None:
        yield node
