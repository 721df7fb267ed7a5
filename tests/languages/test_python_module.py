"""A Python file as a whole: spans, comments, and files that do not parse."""

from __future__ import annotations

import asyncio
import inspect
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_text import nodes_with_parent, shown

from roadworthy.languages.form import Comment, Function, Module, Name, Span
from roadworthy.languages.python import module, read_python

_WORDS = (
    "if elif else for in while try except finally with as def class lambda yield await async return raise "
    "match case type import from del assert not and or is None f' ''' \" r' ( ) [ ] { } : , . ; = := == * ** @ -> \\ "
    "# \0 \n 🙂 a 1 0x \\N{ {{ "
)
PIECES = [*_WORDS.split(" "), " ", "\n", "\n  ", "\n    ", "\t", "\r\n"]
standard_library = Path(inspect.getfile(asyncio)).parent


def check_spans(module: Module, source: bytes) -> None:
    whole = Span(0, len(source), 1, module.lines + 1)
    for node, above in nodes_with_parent(module.body, whole):
        span = node.span
        assert above.start <= span.start <= span.end <= above.end, (node, above)
        assert above.line <= span.line <= span.end_line <= above.end_line, (node, above)
        assert span.line == source[: span.start].count(b"\n") + 1, node
        if isinstance(node, Name) and node.name not in ("", "AssertionError"):
            assert source[span.start : span.end].decode("utf-8", "replace") == node.name


def check_any(source: bytes) -> None:
    module = read_python("a.py", source)
    check_spans(module, source)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(module), type=Module) == module


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_bytes_give_a_module(source: bytes) -> None:
    check_any(source)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join), st.booleans())
@settings(deadline=None, max_examples=400)
def test_any_mixture_of_syntax_gives_a_module(source: str, dense: bool) -> None:
    check_any((source.replace(" ", "") if dense else source).encode())


@pytest.mark.parametrize("path", sorted(standard_library.glob("*.py")), ids=lambda path: path.name)
def test_the_standard_library_parses_and_its_spans_nest(path: Path) -> None:
    source = path.read_bytes()
    module = read_python(path.name, source)
    assert module.errors == ()
    check_spans(module, source)


def test_what_stands_around_an_error_is_kept() -> None:
    module = read_python("a.py", b"def before(): pass\n\nx = = )\n\ndef after(): pass\n")
    assert [node.name for node in module.body if isinstance(node, Function)] == ["before", "after"]
    assert [error.line for error in module.errors] == [3]


def test_a_broken_call_inside_a_function_does_not_lose_its_neighbours() -> None:
    module = read_python(
        "a.py", b"def f():\n    save(1)\n    x = (\n    load(2)\n    return\n\ndef g(): pass\n"
    )
    assert module.errors
    assert "Call(save, arguments=[1])" in shown(module.body)


@pytest.mark.parametrize(
    "source",
    [
        b"(" * 50_000,
        b"[" * 5_000 + b"]" * 5_000,
        b"a" + b".b()" * 5_000,
        b"x = " + b"1 + " * 5_000 + b"1",
        b"if a: b\n" + b"elif a: b\n" * 3_000,
        b"".join(b" " * depth + b"if x:\n" for depth in range(600)),
        b'f"{' * 5_000,
        b"lambda: " * 5_000,
        b"def f(a=" * 5_000,
        b"not " * 5_000 + b"x",
    ],
    ids=lambda source: source[:12].decode(),
)
def test_what_is_nested_too_deeply_is_one_of_the_errors(source: bytes) -> None:
    assert read_python("a.py", source).errors
    check_any(source)


def test_a_caller_deep_in_its_own_stack_still_gets_a_module() -> None:
    def descend(depth: int) -> Module:
        return descend(depth - 1) if depth else read_python("a.py", b"x = " + b"(" * 140 + b"1" + b")" * 140)

    room = sys.getrecursionlimit() - len(inspect.stack(0))
    assert descend(room - 40).errors == (Span(0, 285, 1, 1),)


def test_a_parse_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_PARSE", 0.05)
    source = b"x\n" + b"    # nothing\n" * 5_000
    assert read_python("a.py", source).errors == (Span(0, len(source), 1, 5_001),)


def test_only_comments_that_speak_to_roadworthy_are_kept() -> None:
    source = b"# plain\nx = '# roadworthy: no comment'\ny = 1  # roadworthy: accept a/b -- reason\n"
    assert read_python("a.py", source).comments == (Comment(3, "roadworthy: accept a/b -- reason"),)


@pytest.mark.parametrize(("source", "lines"), [(b"", 0), (b"x", 1), (b"x\n", 1), (b"x\n\ny", 3)])
def test_lines_are_counted_as_people_do(source: bytes, lines: int) -> None:
    assert read_python("a.py", source).lines == lines


def test_a_byte_order_mark_is_no_error_and_offsets_count_it() -> None:
    module = read_python("a.py", b"\xef\xbb\xbfx = 1\n")
    assert (module.errors, module.body[0].span) == ((), Span(3, 8, 1, 1))


def test_a_file_in_another_encoding_is_read_with_its_letters_replaced() -> None:
    module = read_python("a.py", "# -*- coding: latin-1 -*-\nx = 'é'\n".encode("latin-1"))
    assert shown(module.body) == "[Define(x, '\N{REPLACEMENT CHARACTER}')]"
