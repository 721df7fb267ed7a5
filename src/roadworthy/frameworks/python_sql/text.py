"""SQL as Python writes it: `%s`, `%(name)s`, `?` and `:name` for values that are bound, formatting for those that are not."""

from __future__ import annotations

from roadworthy.frameworks.sql_spelling import spelled
from roadworthy.frameworks.sql_text import SqlText, written
from roadworthy.interpret import Constant, Derived, Run, Value
from roadworthy.languages import form
from roadworthy.regex import regex

_NAMED, _PLAIN = regex(r"%\((\w+)\)s"), regex(r"%[sdif]")
_FIELD = regex(r"\{[^{}]*\}")
HOLE = " rw_spliced "


def statement(value: Value | None, bound: Value | None, run: Run, node: form.Node) -> SqlText:
    """A statement with its bound values; what was formatted into the text is spliced."""
    text, spliced = _text(value)
    text = _NAMED.sub(r":\1", text)
    text = _PLAIN.sub("?", text)
    made = written(Constant(text), bound, run, node)
    made.spliced = spliced
    return made


def _text(value: Value | None) -> tuple[str, list[Value]]:
    if isinstance(value, Derived) and value.operation == "%" and len(value.operands) == 2:
        text, spliced = _text(value.operands[0])
        return _PLAIN.sub(HOLE, _NAMED.sub(HOLE, text)), [*spliced, value.operands[1]]
    if isinstance(value, Derived) and value.operation == "format" and value.operands:
        text, spliced = _text(value.operands[0])
        return _FIELD.sub(HOLE, text), [*spliced, *value.operands[1:]]
    return spelled(value)
