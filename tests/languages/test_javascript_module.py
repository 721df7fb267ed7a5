"""A module as a whole: dialects, directives, comments, spans, and files that do not parse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from javascript_text import written

from roadworthy.languages.form import Comment, Evaluate, Function, Module, Node, Span
from roadworthy.languages.javascript import read_javascript

EXTENSIONS = [".js", ".ts", ".tsx"]
PIECES = [
    *("(", ")", "{", "}", "[", "]", "<", ">", "`", "${", "'", '"', "/*", "*/", "//", ";", ",", "...", "=>"),
    *(
        "=",
        "?.",
        "@",
        "#",
        "\\",
        "\0",
        "\n",
        " ",
        "🙂",
        "a",
        "1",
        "0x",
        "if",
        "for",
        "of",
        "else",
        "try",
        "&amp;",
    ),
    *(
        "class A",
        "enum A",
        "namespace A",
        "import",
        "export",
        "default",
        "function f",
        "async",
        "await",
        "yield",
    ),
    *("static", "constructor", "case", "switch", "let", "const", "return", "new", "as T", ": T", "from 'a'"),
    *("<div a={b}>", "</div>", "(private a)", "{ a: b = 1 }", "x ? y : z", "`a${b}c`", "'use client'"),
]


def nodes(within: Any) -> Iterator[Node]:
    """All nodes of a module, each before what it holds."""
    if isinstance(within, Node):
        yield within
    for part in parts_of(within):
        yield from nodes(part)


def parts_of(within: Any) -> list[Any]:
    if isinstance(within, tuple):
        return list(within)
    if isinstance(within, msgspec.Struct):
        return [getattr(within, name) for name in within.__struct_fields__]
    return []


def check_spans(within: Any, outer: tuple[int, int]) -> None:
    """Every span lies in that of the node that holds it."""
    if isinstance(within, Node):
        span = within.span
        assert outer[0] <= span.start <= span.end <= outer[1]
        assert 1 <= span.line <= span.end_line
        outer = span.start, span.end
    for part in parts_of(within):
        check_spans(part, outer)


def check(path: str, source: bytes) -> Module:
    """What holds of any bytes: they are read, their spans nest, and the module can be stored."""
    module = read_javascript(path, source)
    check_spans(module.body, (0, len(source)))
    assert all(0 <= error.start <= error.end <= len(source) for error in module.errors)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(module), type=Module) == module
    return module


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(EXTENSIONS))
def test_any_bytes_can_be_read(source: bytes, extension: str) -> None:
    check("file" + extension, source)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join), st.sampled_from(EXTENSIONS))
def test_any_heap_of_tokens_can_be_read(source: str, extension: str) -> None:
    check("file" + extension, source.encode())


@pytest.mark.parametrize("extension", EXTENSIONS)
@pytest.mark.parametrize(
    "source",
    [
        b"(" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b"{" * 100_000 + b"}" * 100_000,
        b"f(() => {" * 10_000 + b"})" * 10_000,
        b"+".join([b"a"] * 100_000),
        b"a" + b".b()" * 50_000,
        b"if (a) {} " + b"else if (b) {} " * 20_000,
        b"class A { static { " * 5_000 + b"}}" * 5_000,
        b"x = " + b"<a b={" * 5_000 + b"1" + b"} />" * 5_000,
        b"let " + b"[" * 50_000 + b"a" + b"]" * 50_000 + b" = 1",
    ],
    ids=lambda source: source[:10].decode(),
)
def test_what_is_nested_without_end_is_an_error_and_not_a_crash(source: bytes, extension: str) -> None:
    assert check("file" + extension, source).errors


def test_parentheses_may_nest_without_end_as_they_mean_nothing() -> None:
    module = check("file.ts", b"(" * 100_000 + b"a" + b")" * 100_000)
    assert (written(module.body), module.errors) == ("a;", ())


def test_bytes_in_another_encoding_are_errors() -> None:
    assert check("file.js", "const a = 1".encode("utf-16")).errors
    assert check("file.js", b"\0\0\0").errors


def test_latin_1_in_a_text_is_replaced() -> None:
    assert written(check("file.js", b"f('caf\xe9')").body) == 'f("caf\ufffd");'


def test_a_number_too_large_to_store_is_a_float() -> None:
    assert "Infinity" in written(check("file.js", b"x = 0x" + b"f" * 10_000).body)
    assert "Infinity" in written(check("file.js", b"x = " + b"9" * 10_000 + b"n").body)


def test_what_stands_around_an_error_is_kept() -> None:
    source = b"import a from 'b'\nfunction f() { g(; }\nconst c = (1 + ;\nexport const d = 2\n"
    module = check("file.ts", source)
    text = written(module.body)
    assert module.errors
    assert "import {default as a} from b;" in text
    assert "const d = 2; export {d as d};" in text


def test_the_body_of_a_function_that_is_never_closed_is_kept() -> None:
    module = check("file.ts", b"export function f() {\n  const a = await g()\n  if (a) {\n    h(a)\n")
    assert module.errors
    assert "const a = (await g());" in written(module.body)


def test_spans_are_the_bytes_and_lines_of_the_syntax() -> None:
    source = "const é = 1\nf(\n  'ü', x => x)\n".encode()
    call = read_javascript("file.ts", source).body[1]
    assert isinstance(call, Evaluate)
    assert call.span == Span(13, len(source) - 1, 2, 3)
    first, second = call.value.arguments  # type: ignore[union-attr]
    assert source[first.span.start : first.span.end] == "'ü'".encode()
    assert source[second.span.start : second.span.end] == b"x => x"
    assert second.span.line == 3


def test_a_single_definition_spans_its_declaration_and_several_each_their_own() -> None:
    source = b"const a = 1;\nlet b = 2, c = 3;\n"
    spans = [source[one.span.start : one.span.end] for one in read_javascript("file.js", source).body]
    assert spans == [b"const a = 1;", b"b = 2", b"c = 3"]


def test_decorators_belong_to_the_span_of_what_they_decorate() -> None:
    source = b"@a\nexport class B {\n  @c\n  d() {}\n}\n"
    found = read_javascript("file.ts", source)
    assert found.body[0].span == Span(0, len(source) - 1, 1, 5)
    method = next(node for node in nodes(found.body) if isinstance(node, Function))
    assert source[method.span.start : method.span.end] == b"@c\n  d() {}"


def test_directives_stand_at_the_head_of_a_module() -> None:
    module = read_javascript("file.ts", b"// note\n'use client'\n\"use strict\";\nf()\n'not one'\n")
    assert module.directives == ("use client", "use strict")
    assert written(module.body) == 'f(); "not one";'


def test_comments_that_speak_to_roadworthy_are_kept() -> None:
    source = b"""// roadworthy: accept a/b -- first
/* other */
/**
 * roadworthy: accept c/d -- second
 */
x = <p>{/* roadworthy: accept e/f -- third */}</p> // Roadworthy
"""
    assert read_javascript("file.jsx", source).comments == (
        Comment(1, "roadworthy: accept a/b -- first"),
        Comment(3, "roadworthy: accept c/d -- second"),
        Comment(6, "roadworthy: accept e/f -- third"),
    )


@pytest.mark.parametrize(
    ("path", "language"),
    [
        *((f"src/a.{name}", "javascript") for name in ("js", "jsx", "mjs", "cjs")),
        *((f"src/a.{name}", "typescript") for name in ("ts", "tsx", "mts", "cts", "d.ts")),
    ],
)
def test_the_extension_chooses_the_language(path: str, language: str) -> None:
    module = read_javascript(path, b"a()")
    assert (module.path, module.language, module.lines) == (path, language, 1)


@pytest.mark.parametrize(("source", "lines"), [(b"", 0), (b"a", 1), (b"a\n", 1), (b"a\n\nb", 3)])
def test_lines_are_counted_as_an_editor_does(source: bytes, lines: int) -> None:
    assert read_javascript("file.js", source).lines == lines
