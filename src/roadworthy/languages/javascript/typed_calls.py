"""Calls with type arguments behind an operator, which TypeScript's grammar takes apart.

`await f<T>(x)` is read as `(await f)<T>(x)`, and `!f<T>(x)` as `(!f)<T>(x)`. Nobody writes either without parentheses, so the
operator is put back before the whole call. So it is where JavaScript's grammar reads `await (await f()).json()` as what a function
called `await` gives.
"""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node as Syntax

from roadworthy.languages.form import Await, Expr, Operation, Span
from roadworthy.languages.javascript.reader import Reader

_OPERATORS = frozenset({"await_expression", "unary_expression"})
# What an operator put back in the middle of it has come up through.
_CHAINS = frozenset({"call_expression", "member_expression", "subscript_expression"})


def lifted(reader: Reader, node: Syntax, head: Syntax, made: Callable[[Expr, Span], Expr]) -> Expr:
    """What `made` makes of the head of a chain, inside the operators that the grammar bound to the head alone."""
    inner, span = reader.expression(head), reader.span(node)
    if head.type not in _OPERATORS and head.type not in _CHAINS:
        return made(inner, span)
    return _inside(reader, span, span, inner, made)


def _inside(reader: Reader, whole: Span, span: Span, inner: Expr, made: Callable[[Expr, Span], Expr]) -> Expr:
    if isinstance(inner, Await):
        begin = inner.span.start + len("await")
        opened = reader.cut(begin, inner.value.span.start).find("(")
        if opened >= 0:
            # What stands in parentheses is a value by itself, whatever operators are in it.
            return Await(span, made(inner.value, reader.between(begin + opened, whole.end)))
        rest = reader.between(inner.value.span.start, whole.end)
        return Await(span, _inside(reader, whole, rest, inner.value, made))
    if isinstance(inner, Operation) and len(inner.operands) == 1:
        operand = inner.operands[0]
        rest = reader.between(operand.span.start, whole.end)
        return Operation(span, inner.operator, (_inside(reader, whole, rest, operand, made),))
    return made(inner, span)
