"""Statements of Python, as the form that every language shares."""

from __future__ import annotations

import pytest
from python_text import read


@pytest.mark.parametrize(
    ("source", "form"),
    [
        ("import a.b, c as d", "Import('a.b', names=[ImportName('*', 'a')]); Import('c', names=[ImportName('*', 'd')])"),
        ("import a.b as c", "Import('a.b', names=[ImportName('*', 'c')])"),
        ("from . import x", "Import('.', names=[ImportName('x', 'x')])"),
        ("from ..db import (y as z,\n  w)", "Import('..db', names=[ImportName('y', 'z'), ImportName('w', 'w')])"),
        ("from .m import *", "Import('.m', names=[ImportName('*', '*')])"),
    ],
)  # fmt: skip
def test_an_import_says_what_is_called_how(source: str, form: str) -> None:
    assert read(source) == form


@pytest.mark.parametrize(
    ("source", "form"),
    [
        ("x = 1", "Define(x, 1)"),
        ("a, *b = c", "Define(SequenceTarget([a], rest=b), c)"),
        ("self.a = 1", "Evaluate(Assignment(Member(self, 'a'), 1))"),
        ("d[k] = v", "Evaluate(Assignment(Index(d, k), v))"),
        ("x: int = 1", "Define(x, 1, annotation=int)"),
        ("x += 1", "Evaluate(Assignment(x, 1, operator='+'))"),
        ("type X[T] = list[T]", "Define(X, Index(list, T))"),
    ],
)
def test_an_assignment_defines_a_name_or_changes_a_place(source: str, form: str) -> None:
    assert read(source) == form


def test_a_chained_assignment_computes_its_value_once() -> None:
    assert read("self.a = b = query()") == (
        "Define(b, Call(query)); Evaluate(Assignment(Member(self, 'a'), b))"
    )


def test_elif_nests_in_otherwise() -> None:
    assert read("if a: b\nelif c: d\nelse: e") == (
        "If(a, [Evaluate(b)], otherwise=[If(c, [Evaluate(d)], otherwise=[Evaluate(e)])])"
    )


@pytest.mark.parametrize(
    ("source", "form"),
    [
        (
            "for i, j in x, y: break\nelse: k",
            "Loop('each', SequenceTarget([i, j]), Sequence(items=[x, y], kind='tuple'), [Jump('break')], "
            "otherwise=[Evaluate(k)])",
        ),
        ("while a: continue", "Loop('while', None, a, [Jump('continue')])"),
        (
            "try: a\nexcept* (B, C) as e: f\nexcept: h\nelse: i\nfinally: j",
            "Try([Evaluate(a)], handlers=[Handler(e, Sequence(items=[B, C], kind='tuple'), [Evaluate(f)]), "
            "Handler(None, None, [Evaluate(h)])], otherwise=[Evaluate(i)], final=[Evaluate(j)])",
        ),
        (
            "with open(a) as f, (b as c), d: e",
            "With([WithItem(Call(open, arguments=[a]), target=f), WithItem(b, target=c), WithItem(d)], "
            "[Evaluate(e)])",
        ),
        (
            "async def f():\n  async with a as b: pass\n  async for x in y: await x",
            "Function('f', [], [With([WithItem(a, target=b)], [], is_async=True), "
            "Loop('each', x, y, [Evaluate(Await(x))], is_async=True)], is_async=True)",
        ),
    ],
)
def test_statements_hold_statements(source: str, form: str) -> None:
    assert read(source) == form


@pytest.mark.parametrize(
    ("source", "form"),
    [
        ("raise A from b", "Raise(value=A)"),
        ("return *a, b", "Return(value=Sequence(items=[Spread(a), b], kind='tuple'))"),
        ("assert x, 'm'", "If(Operation('not', [x]), [Raise(value=Call(AssertionError, arguments=['m']))])"),
        ("del a, b[0]", "Evaluate(Operation('delete', [a])); Evaluate(Operation('delete', [Index(b, 0)]))"),
        ("print >>f, x", "Evaluate(Call(print, arguments=[x]))"),
        ("global x", ""),
        ("pass", ""),
    ],
)
def test_a_simple_statement_is_lowered(source: str, form: str) -> None:
    assert read(source) == form


@pytest.mark.parametrize("word", ["global", "nonlocal"])
def test_a_name_of_outside_is_assigned_and_not_defined(word: str) -> None:
    assert read(f"def f():\n {word} a, b\n a = 1\n b, c = x\n def g(): a = 2\n") == (
        "Function('f', [], [Evaluate(Assignment(a, 1)), Evaluate(Assignment(SequenceTarget([b, c]), x)), "
        "Function('g', [], [Define(a, 2)])])"
    )


def test_a_match_is_a_switch_whose_patterns_bind_names() -> None:
    source = (
        'match a:\n case {"k": v, **r} if g: x\n case Foo(y=-1) | -2 | b.c as z: x\n'
        " case [q, *_]: x\n case other: x\n case _: x"
    )
    assert read(source) == (
        "Switch(a, ["
        "Case(Operation('and', [Record(entries=[Entry('k', Assignment(v, Other('matched'))), "
        "Entry(None, Spread(Assignment(r, Other('matched')), mapping=True))]), g]), [Evaluate(x)]), "
        "Case(Assignment(z, Operation('|', [Call(Foo, keywords=[Entry('y', Operation('neg', [1]))]), "
        "Operation('neg', [2]), Member(b, 'c')])), [Evaluate(x)]), "
        "Case(Sequence(items=[Assignment(q, Other('matched')), Spread(Other('anything'))]), [Evaluate(x)]), "
        "Case(Assignment(other, Other('matched')), [Evaluate(x)]), "
        "Case(None, [Evaluate(x)])])"
    )


def test_parameters_keep_defaults_annotations_and_stars() -> None:
    assert read("def f[T](a, /, b: int = 1, *c: int, d, **e) -> 'X': yield") == (
        "Function('f', [Parameter(a), Parameter(b, default=1, annotation=int), "
        "Parameter(c, annotation=int, rest='*'), Parameter(d), Parameter(e, rest='**')], "
        "[Evaluate(Yield(None))], generator=True, returns=X)"
    )


def test_an_inner_generator_does_not_make_the_outer_function_one() -> None:
    assert read("def f():\n def g(): yield 1\n") == (
        "Function('f', [], [Function('g', [], [Evaluate(Yield(1))], generator=True)])"
    )


def test_a_class_tells_its_methods_apart() -> None:
    source = (
        "@a.b(1)\n@c\nclass A(B, metaclass=M):\n  x: int\n  def __init__(self):\n    def inner(): pass\n"
        "  @property\n  def p(self): pass\n  @p.setter\n  def p(self, v): pass\n  @staticmethod\n  def s(): pass\n"
    )
    assert read(source) == (
        "Class('A', bases=[B], keywords=[Entry('metaclass', M)], body=[Define(x, None, annotation=int), "
        "Function('__init__', [Parameter(self)], [Function('inner', [], [])], kind='constructor'), "
        "Function('p', [Parameter(self)], [], kind='getter', decorators=[property]), "
        "Function('p', [Parameter(self), Parameter(v)], [], kind='setter', decorators=[Member(p, 'setter')]), "
        "Function('s', [], [], kind='method', decorators=[staticmethod], static=True)], "
        "decorators=[Call(Member(a, 'b'), arguments=[1]), c])"
    )
