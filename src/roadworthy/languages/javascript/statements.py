"""Statements: definitions, branches, loops, exits."""

from __future__ import annotations

from tree_sitter import Node as Syntax

from roadworthy.languages.form import (
    Block,
    Case,
    Define,
    Evaluate,
    Expr,
    Handler,
    If,
    Jump,
    Loop,
    Name,
    Other,
    Raise,
    Return,
    Span,
    Statement,
    Switch,
    Target,
    Try,
    With,
    WithItem,
)
from roadworthy.languages.javascript.reader import Reader, parts

SCRAPS = frozenset({"identifier", "this", "string", "number", "true", "false", "null", "undefined"})
"""Pieces of what did not parse that say nothing by themselves."""


def define(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """`const a = 1, b = 2`: one definition each. A single one has the span of the whole declaration."""
    declarators = [child for child in node.named_children if child.type == "variable_declarator"]
    keyword = node.children[0].type
    # `using` disposes of its value at the end of the scope; the variable itself is constant.
    kind = keyword if keyword in ("let", "var") else "const"
    for declarator in declarators:
        span = reader.span(node if len(declarators) == 1 else declarator)
        out.append(definition(reader, declarator, span, kind))


def definition(reader: Reader, node: Syntax, span: Span, kind: str) -> Define:
    """One `target = value` of a declaration."""
    children = node.children
    target = reader.target(next(child for child in children if child.is_named))
    if not any(child.type == "=" for child in children):
        return Define(span, target, None, None, kind)
    value = reader.bound(children[-1], target.name if isinstance(target, Name) else "")
    return Define(span, target, value, None, kind)


def evaluate(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """An expression as a statement; the grammar also puts `namespace` here."""
    for child in parts(node)[:1]:
        used = resource(child)
        if child.type == "internal_module":
            reader.statement(child, out)
        elif used is not None:
            out.append(definition(reader, used, reader.span(node), "const"))
        else:
            out.append(Evaluate(reader.span(node), reader.expression(child)))


def resource(node: Syntax) -> Syntax | None:
    """The assignment in `using a = b` and `await using a = b`, which TypeScript's grammar makes of them."""
    if node.type == "await_expression":
        node = node.children[-1]
    if node.type != "assignment_expression" or node.children[0].type != "using":
        return None
    return node


def if_(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """`if (test) then else otherwise`."""
    found = parts(node)
    test = reader.expression(found[0])
    then = reader.body(found[1]) if len(found) > 1 else ()
    otherwise = reader.body(parts(found[2])[0]) if len(found) > 2 and parts(found[2]) else ()
    out.append(If(reader.span(node), test, then, otherwise))


def for_in(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """`for (target of subject)`, `for await`, `for (target in subject)`."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    words = {child.type for child in node.children if not child.is_named}
    kind = "each" if "of" in words else "keys"
    target = None if left is None else reader.target(left)
    body = reader.body(node.child_by_field_name("body"))
    out.append(Loop(reader.span(node), kind, target, optional(reader, right), body, "await" in words))


def for_(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """`for (initializer; condition; increment) body`: the initialiser before it, the increment at its end."""
    initializer = node.child_by_field_name("initializer")
    increment = node.child_by_field_name("increment")
    if initializer is not None:
        bare_statement(reader, initializer, out)
    test = condition(reader, node.child_by_field_name("condition"))
    body = list(reader.body(node.child_by_field_name("body")))
    if increment is not None:
        bare_statement(reader, increment, body)
    out.append(Loop(reader.span(node), "counted", None, test, tuple(body)))


def bare_statement(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """A statement, or an expression that stands where one is evaluated."""
    if node.type in reader.tables.statements:
        reader.statement(node, out)
    elif node.type in reader.tables.expressions:
        out.append(Evaluate(reader.span(node), reader.expression(node)))


def condition(reader: Reader, node: Syntax | None) -> Expr | None:
    """The condition of a counted loop, which one of the grammars makes a statement."""
    if node is None or node.type in ("empty_statement", ";"):
        return None
    if node.type != "expression_statement":
        return reader.expression(node)
    return optional(reader, next(iter(parts(node)), None))


def optional(reader: Reader, node: Syntax | None) -> Expr | None:
    """An expression that may be left out."""
    return None if node is None else reader.expression(node)


def while_(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """`while (test) body`, `do body while (test)`."""
    test = optional(reader, node.child_by_field_name("condition"))
    body = reader.body(node.child_by_field_name("body"))
    out.append(Loop(reader.span(node), "while", None, test, body))


def switch(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """`switch (subject) { case test: body }`."""
    subject, body = parts(node)[0], node.child_by_field_name("body")
    cases = [] if body is None else [case(reader, child) for child in parts(body)]
    out.append(Switch(reader.span(node), reader.expression(subject), tuple(cases)))


def case(reader: Reader, node: Syntax) -> Case:
    """`case test: body`, `default: body`; the body may stand in braces."""
    test = node.child_by_field_name("value")
    colon = next((at for at, child in enumerate(node.children) if child.type == ":"), 0)
    return Case(reader.span(node), optional(reader, test), reader.statements(node.children[colon + 1 :]))


def try_(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """`try {} catch (target) {} finally {}`."""
    handlers: list[Handler] = []
    final: tuple[Statement, ...] = ()
    for child in node.named_children:
        if child.type == "catch_clause":
            handlers.append(handler(reader, child))
        elif child.type == "finally_clause":
            final = reader.body(child.child_by_field_name("body"))
    body = reader.body(node.child_by_field_name("body"))
    out.append(Try(reader.span(node), body, tuple(handlers), (), final))


def handler(reader: Reader, node: Syntax) -> Handler:
    """`catch (target) {}`, `catch {}`."""
    caught = node.child_by_field_name("parameter")
    target: Target | None = None if caught is None else reader.target(caught)
    return Handler(reader.span(node), target, None, reader.body(node.child_by_field_name("body")))


def return_(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """`return`, `return value`."""
    out.append(Return(reader.span(node), optional(reader, next(iter(parts(node)), None))))


def throw(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """`throw value`."""
    out.append(Raise(reader.span(node), optional(reader, next(iter(parts(node)), None))))


def break_(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """`break`, `break label`."""
    out.append(Jump(reader.span(node), "break"))


def continue_(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """`continue`, `continue label`."""
    out.append(Jump(reader.span(node), "continue"))


def block(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """`{ body }` where a statement stands."""
    out.append(Block(reader.span(node), reader.statements(node.named_children)))


def labelled(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """`label: statement`."""
    out.append(Block(reader.span(node), reader.body(node.child_by_field_name("body"))))


def with_(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """`with (object) body`."""
    subject = parts(node)[0]
    body = reader.body(node.child_by_field_name("body"))
    out.append(With(reader.span(node), (WithItem(reader.expression(subject)),), body))


def debugger(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """`debugger`."""
    span = reader.span(node)
    out.append(Evaluate(span, Other(span, "debugger")))


def damaged(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """What did not parse: the statements in it, and the expressions that say something, are kept."""
    for child in node.named_children:
        if child.type not in SCRAPS:
            bare_statement(reader, child, out)


STATEMENTS = {
    "lexical_declaration": define,
    "variable_declaration": define,
    "using_declaration": define,
    "expression_statement": evaluate,
    "if_statement": if_,
    "for_in_statement": for_in,
    "for_statement": for_,
    "while_statement": while_,
    "do_statement": while_,
    "switch_statement": switch,
    "try_statement": try_,
    "return_statement": return_,
    "throw_statement": throw,
    "break_statement": break_,
    "continue_statement": continue_,
    "statement_block": block,
    "labeled_statement": labelled,
    "with_statement": with_,
    "debugger_statement": debugger,
    "ERROR": damaged,
}
