"""Expressions of Python, as the form that every language shares."""

from __future__ import annotations

import pytest
from python_text import module_of, read, shown, value

from roadworthy.languages.form import Define


@pytest.mark.parametrize(
    ("source", "form"),
    [
        ("f(*a, **k, x=1)", "Call(f, arguments=[Spread(a)], keywords=[Entry(None, k), Entry('x', 1)])"),
        (
            "f(x for x in y)",
            "Call(f, arguments=[Comprehension(x, [ForClause(x, y)], kind='generator')])",
        ),
        ("a.b[c]", "Index(Member(a, 'b'), c)"),
        ("a[1:]", "Index(a, Other('slice', children=[1, None]))"),
        ("a[:10]", "Index(a, Other('slice', children=[None, 10]))"),
        ("a[::2]", "Index(a, Other('slice', children=[None, None, 2]))"),
        ("a[b, c]", "Index(a, Sequence(items=[b, c], kind='tuple'))"),
        ('{**a, "b": c}', "Record(entries=[Entry(None, a), Entry('b', c)])"),
        ("{a, b}", "Sequence(items=[a, b], kind='set')"),
        ("[*a, (b)]", "Sequence(items=[Spread(a), b])"),
        ("()", "Sequence(kind='tuple')"),
        ("[await x async for x in y]", "Comprehension(Await(x), [ForClause(x, y)])"),
        (
            "{a: b for a, c in d if e if f for g in h}",
            "Comprehension(b, [ForClause(SequenceTarget([a, c]), d, conditions=[e, f]), ForClause(g, h)], "
            "key=a, kind='dict')",
        ),
        ("a if b else c", "Conditional(b, a, c)"),
        ("y := f()", "Assignment(y, Call(f))"),
        ("...", "Other('ellipsis')"),
        ("lambda *a, k=1: a", "Function('', [Parameter(a, rest='*'), Parameter(k, default=1)], [Return(value=a)], "
         "kind='arrow')"),
    ],
)  # fmt: skip
def test_an_expression_is_lowered(source: str, form: str) -> None:
    assert value(source) == form


@pytest.mark.parametrize(
    ("source", "form"),
    [
        ("a is not b", "Operation('!=', [a, b])"),
        ("a is b", "Operation('==', [a, b])"),
        ("a not in b", "Operation('not in', [a, b])"),
        ("a < b <= c", "Operation('and', [Operation('<', [a, b]), Operation('<=', [b, c])])"),
        ("a or b and c", "Operation('or', [a, Operation('and', [b, c])])"),
        ("not a", "Operation('not', [a])"),
        ("-a ** 2", "Operation('neg', [Operation('**', [a, 2])])"),
    ],
)
def test_operators_are_spelled_as_in_every_language(source: str, form: str) -> None:
    assert value(source) == form


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("'a' \"b\"", "ab"),
        ("b'\\x00'", "\0"),
        (r"r'\d\\'", r"\d\\"),
        (r"r'\\'", r"\\"),
        ('"""a\\\nb"""', "ab"),
        (r'"\n\u00e9\N{EM DASH}\101\q"', "\né—A\\q"),
        (r'"\ud800"', "\N{REPLACEMENT CHARACTER}"),
        ('f"plain {{}}"', "plain {}"),
        ('"🙂"', "🙂"),
        ("''", ""),
    ],
)
def test_a_text_is_what_python_means_by_it(source: str, text: str) -> None:
    assert value(source) == repr(text)


@pytest.mark.parametrize(
    ("source", "number"),
    [("1_000", "1000"), ("0x1F", "31"), ("1e3", "1000.0"), ("9" * 30, "1e+30"), ("2j", "Other('number')")],
)
def test_a_number_is_one_that_can_be_stored(source: str, number: str) -> None:
    assert value(source) == number


def test_an_f_string_keeps_its_text_and_its_holes_in_order() -> None:
    assert value('f"select {a!r} from {b.c}" " where"') == (
        "Template(['select ', a, ' from ', Member(b, 'c'), ' where'])"
    )


def test_a_computed_width_of_a_hole_is_kept() -> None:
    assert value('f"{x:>{w}}"') == "Template([Other('format', children=[x, w])])"


@pytest.mark.parametrize(
    ("annotation", "form"),
    [
        ('"User"', "User"),
        ('"models.User | None"', "Operation('|', [Member(models, 'User'), None])"),
        ('Mapped[list["Item"]]', "Index(Mapped, Index(list, Item))"),
        ('typing.Optional["Item"]', "Index(Member(typing, 'Optional'), Item)"),
        ('Literal["draft"]', "Index(Literal, 'draft')"),
        (
            "Annotated[Session, Depends(get_db)]",
            "Index(Annotated, Sequence(items=[Session, Call(Depends, arguments=[get_db])], kind='tuple'))",
        ),
        ('"not a type at all"', "'not a type at all'"),
    ],
)
def test_an_annotation_is_an_expression_also_in_quotes(annotation: str, form: str) -> None:
    (statement,) = module_of(f"x: {annotation}").body
    assert isinstance(statement, Define)
    assert shown(statement.annotation) == form


def test_an_annotation_in_quotes_stands_where_it_is_written() -> None:
    source = 'é = 1\nx: "User"'
    statement = module_of(source).body[1]
    assert isinstance(statement, Define)
    assert statement.annotation is not None
    span = statement.annotation.span
    assert (source.encode()[span.start : span.end], span.line) == (b"User", 2)


def test_a_lambda_has_the_name_it_is_bound_to() -> None:
    assert read("f = lambda: 1") == "Define(f, Function('f', [], [Return(value=1)], kind='arrow'))"
