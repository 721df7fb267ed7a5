"""Simple statements: assignments, imports, and those that leave."""

from __future__ import annotations

from tree_sitter import Node

from roadworthy.languages.form import (
    Assignment,
    Call,
    Define,
    Evaluate,
    Expr,
    If,
    Import,
    ImportName,
    Index,
    Jump,
    Member,
    Name,
    Operation,
    Other,
    Raise,
    Return,
    SequenceTarget,
    Span,
    Statement,
    Target,
)
from roadworthy.languages.python.annotations import lower_annotation
from roadworthy.languages.python.definitions import lower_lambda
from roadworthy.languages.python.expressions import tuple_of
from roadworthy.languages.python.lowering import (
    IDENTIFIER,
    Lowering,
    field_id,
    kind_ids,
    lowers_statement,
    parts,
    span_of,
)
from roadworthy.languages.python.targets import lower_target

_LEFT, _RIGHT, _TYPE, _OPERATOR = (field_id(name) for name in ("left", "right", "type", "operator"))
_NAME, _ALIAS, _MODULE_NAME, _CAUSE = (field_id(n) for n in ("name", "alias", "module_name", "cause"))

_ASSIGNMENT, _AUGMENTED = kind_ids("assignment"), kind_ids("augmented_assignment")
_LAMBDA = kind_ids("lambda")
_ALIASED, _WILDCARD = kind_ids("aliased_import"), kind_ids("wildcard_import")
_EXPRESSION_LIST = kind_ids("expression_list")
_CHEVRON = kind_ids("chevron")


@lowers_statement("expression_statement")
def _expression_statement(lowering: Lowering, node: Node, out: list[Statement]) -> None:
    inner = parts(node)
    if not inner:
        return
    first = inner[0]
    if first.kind_id in _ASSIGNMENT:
        _assignment(lowering, first, out)
    elif first.kind_id in _AUGMENTED:
        out.append(Evaluate(span_of(node), _augmented(lowering, first)))
    else:
        out.append(Evaluate(span_of(node), tuple_of(lowering, inner)))


@lowers_statement("assignment")
def _assignment(lowering: Lowering, node: Node, out: list[Statement]) -> None:
    """`a = b = value` defines `a` as the value and `b` as `a`, since the value is computed once."""
    span = span_of(node)
    targets: list[Target] = []
    last = node
    while True:
        targets.append(lower_target(lowering, last.child_by_field_id(_LEFT) or last))
        following = last.child_by_field_id(_RIGHT)
        if following is None or following.kind_id not in _ASSIGNMENT:
            break
        last = following
    annotation = lower_annotation(lowering, last.child_by_field_id(_TYPE))
    targets.sort(key=_hardness_to_repeat)
    first = targets[0]
    value = None if following is None else _bound_value(lowering, following, first)
    _bind(lowering, span, first, value, annotation, out)
    for target in targets[1:]:
        again = first if isinstance(first, Name | Member | Index) else value
        _bind(lowering, span, target, again, None, out)


def _hardness_to_repeat(target: Target) -> int:
    """Orders targets so that the first can be read again for the others."""
    return 0 if isinstance(target, Name) else 1 if isinstance(target, Member | Index) else 2


def _bound_value(lowering: Lowering, node: Node, target: Target) -> Expr:
    if node.kind_id in _LAMBDA and isinstance(target, Name):
        return lower_lambda(lowering, node, target.name)
    if node.kind_id in _AUGMENTED:
        return _augmented(lowering, node)
    return lowering.expression(node)


def _bind(
    lowering: Lowering,
    span: Span,
    target: Target,
    value: Expr | None,
    annotation: Expr | None,
    out: list[Statement],
) -> None:
    if not isinstance(target, Member | Index) and not (lowering.outer and _names(target) & lowering.outer):
        out.append(Define(span, target, value, annotation))
    elif value is not None:
        out.append(Evaluate(span, Assignment(span, target, value)))


def _names(target: Target) -> set[str]:
    """The names that a target binds."""
    if isinstance(target, Name):
        return {target.name}
    inner = target.items if isinstance(target, SequenceTarget) else ()
    return {name for one in inner if one is not None for name in _names(one)}


@lowers_statement("augmented_assignment")
def _augmented_statement(lowering: Lowering, node: Node, out: list[Statement]) -> None:
    out.append(Evaluate(span_of(node), _augmented(lowering, node)))


def _augmented(lowering: Lowering, node: Node) -> Assignment:
    target = lower_target(lowering, node.child_by_field_id(_LEFT) or node)
    sign = node.child_by_field_id(_OPERATOR)
    operator = sign.type.removesuffix("=") if sign is not None else ""
    return Assignment(span_of(node), target, lowering.field(node, _RIGHT), operator)


@lowers_statement("type_alias_statement")
def _type_alias(lowering: Lowering, node: Node, out: list[Statement]) -> None:
    """`type X[T] = value` defines `X`; its type parameters are dropped."""
    left = node.child_by_field_id(_LEFT)
    while left is not None and left.kind_id not in IDENTIFIER:
        left = next(iter(parts(left)), None)
    if left is not None:
        value = lower_annotation(lowering, node.child_by_field_id(_RIGHT))
        out.append(Define(span_of(node), lowering.name(left), value))


@lowers_statement("import_statement")
def _import(lowering: Lowering, node: Node, out: list[Statement]) -> None:
    for name in node.children_by_field_id(_NAME):
        source, alias = _imported(lowering, name)
        local = alias or source.partition(".")[0]
        out.append(Import(span_of(node), source, (ImportName("*", local),)))


@lowers_statement("import_from_statement", "future_import_statement")
def _import_from(lowering: Lowering, node: Node, out: list[Statement]) -> None:
    module = node.child_by_field_id(_MODULE_NAME)
    source = _dotted(lowering, module) if module is not None else "__future__"
    imported = [_imported(lowering, name) for name in node.children_by_field_id(_NAME)]
    names = [ImportName(name, alias or name) for name, alias in imported]
    if any(child.kind_id in _WILDCARD for child in node.named_children):
        names.append(ImportName("*", "*"))
    out.append(Import(span_of(node), source, tuple(names)))


def _imported(lowering: Lowering, node: Node) -> tuple[str, str]:
    """The name and the alias ('' for none) of one imported thing."""
    if node.kind_id not in _ALIASED:
        return _dotted(lowering, node), ""
    name, alias = node.child_by_field_id(_NAME), node.child_by_field_id(_ALIAS)
    return (
        _dotted(lowering, name) if name is not None else "",
        lowering.text(alias) if alias is not None else "",
    )


def _dotted(lowering: Lowering, node: Node) -> str:
    return "".join(lowering.text(node).replace("\\", " ").split())


@lowers_statement("return_statement")
def _return(lowering: Lowering, node: Node, out: list[Statement]) -> None:
    values = parts(node)
    out.append(Return(span_of(node), tuple_of(lowering, values) if values else None))


@lowers_statement("raise_statement")
def _raise(lowering: Lowering, node: Node, out: list[Statement]) -> None:
    """The cause of `raise value from cause` is dropped: it changes no behaviour."""
    cause = node.child_by_field_id(_CAUSE)
    values = [part for part in parts(node) if part != cause]
    out.append(Raise(span_of(node), tuple_of(lowering, values) if values else None))


@lowers_statement("break_statement")
def _break(lowering: Lowering, node: Node, out: list[Statement]) -> None:
    out.append(Jump(span_of(node), "break"))


@lowers_statement("continue_statement")
def _continue(lowering: Lowering, node: Node, out: list[Statement]) -> None:
    out.append(Jump(span_of(node), "continue"))


@lowers_statement("global_statement", "nonlocal_statement")
def _outer(lowering: Lowering, node: Node, out: list[Statement]) -> None:
    """From here on the function's assignments to these names bind what stands around it."""
    lowering.outer.update(lowering.text(name) for name in parts(node))


@lowers_statement("pass_statement", "comment", "line_continuation")
def _nothing(lowering: Lowering, node: Node, out: list[Statement]) -> None:
    """Says nothing about what the code does."""


@lowers_statement("assert_statement")
def _assert(lowering: Lowering, node: Node, out: list[Statement]) -> None:
    span = span_of(node)
    test, *message = [lowering.expression(part) for part in parts(node)] or [Other(span, "missing")]
    word = node.child(0)
    error = Name(span_of(word) if word is not None else span, "AssertionError")
    failure = Raise(span, Call(span, error, tuple(message)))
    out.append(If(span, Operation(span, "not", (test,)), (failure,)))


@lowers_statement("delete_statement")
def _delete(lowering: Lowering, node: Node, out: list[Statement]) -> None:
    span = span_of(node)
    for part in parts(node):
        for target in parts(part) if part.kind_id in _EXPRESSION_LIST else (part,):
            out.append(Evaluate(span, Operation(span, "delete", (lowering.expression(target),))))


@lowers_statement("print_statement", "exec_statement")
def _old_statement(lowering: Lowering, node: Node, out: list[Statement]) -> None:
    """Python 2's `print value` and `exec code` are calls."""
    span, word = span_of(node), node.child(0)
    given = [part for part in parts(node) if part.kind_id not in _CHEVRON]
    callee: Expr = lowering.name(word) if word is not None else Other(span, "missing")
    out.append(Evaluate(span, Call(span, callee, tuple([lowering.expression(part) for part in given]))))
