"""The text of a statement, with the values that are bound to it and those that were put into it."""

from __future__ import annotations

import re

from msgspec import Struct, field

from roadworthy.frameworks.sql_procedures import called
from roadworthy.frameworks.sql_spelling import MAYBE, spelled
from roadworthy.interpret import Choice, Constant, Derived, ListValue, ObjectValue, Run, Unknown, Value
from roadworthy.languages import form
from roadworthy.regex import regex

HOLE = "rw_hole_"

# Named and numbered placeholders of the drivers: $1, ?, :name, @name.
_PLACEHOLDER = regex(r"\$(\d+)|\?(?!\?)|(?<![:\w]):([A-Za-z_]\w*)|(?<!@)@([A-Za-z_]\w*)")
_QUOTED = regex(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", re.S)


class SqlText(Struct):
    """A statement as text, where `rw_hole_N` stands for the N-th of `values`; `spliced` are values that are part of the
    text itself, `optional` those of pieces that are there only sometimes."""

    text: str = ""
    values: list[Value] = field(default_factory=list)
    spliced: list[Value] = field(default_factory=list)
    optional: list[Value] = field(default_factory=list)

    def hole(self, value: Value) -> str:
        """A placeholder for a bound value."""
        self.values.append(value)
        return f"{HOLE}{len(self.values) - 1}"


def tagged(value: Value | None) -> SqlText:
    """A tagged template: its holes are bound. Pieces of SQL among them (`` sql`...` ``) are taken in."""
    made = SqlText()
    parts = value.operands if isinstance(value, Derived) and value.operation == "template" else (value,)
    for part in parts:
        inner = getattr(part, "sql_text", None)
        if isinstance(part, Constant):
            made.text += str(part.value)
        elif isinstance(inner, SqlText):
            made.text += _renumbered(inner, made)
        elif part is not None:
            made.text += made.hole(part)
    return made


def _renumbered(inner: SqlText, made: SqlText) -> str:
    made.spliced += inner.spliced
    return re.sub(rf"{HOLE}(\d+)", lambda m: made.hole(inner.values[int(m.group(1))]), inner.text)


def written(value: Value | None, bound: Value | None, run: Run, node: form.Node) -> SqlText:
    """A text with placeholders and the values given beside it; what is put into the text itself is spliced."""
    inner = getattr(value, "sql_text", None)
    if isinstance(inner, SqlText):
        return inner
    made = SqlText()
    text, made.spliced = spelled(value)
    state = _Binding(bound, run, node, made, text)
    made.text = "".join(
        piece if quoted else _PLACEHOLDER.sub(state.bind, piece) for piece, quoted in _pieces(text)
    )
    made.text = called(run.program, made.text)
    return made


def _pieces(text: str) -> list[tuple[str, bool]]:
    found, last = [], 0
    for match in _QUOTED.finditer(text):
        found += [(text[last : match.start()], False), (match.group(), True)]
        last = match.end()
    return [*found, (text[last:], False)]


class _Binding:
    """Hands out the bound values in the order of the placeholders."""

    def __init__(self, bound: Value | None, run: Run, node: form.Node, made: SqlText, text: str = "") -> None:
        self.bound, self.run, self.node, self.made = bound, run, node, made
        self.next = 0
        # Places that are counted out come behind those whose numbers are written.
        self.counted = max((int(number) for number in re.findall(r"\$(\d+)", text)), default=0)
        rest = bound.rest if isinstance(bound, ListValue) else None
        ways = rest.values() if isinstance(rest, Choice) else []
        self.sometimes = ways if text.count(MAYBE) == len(ways) else []

    def bind(self, match: re.Match[str]) -> str:
        number, name, other = match.groups()
        if self.bound is None and name and not number:
            return match.group()
        return self.made.hole(self._value(number, name or other))

    def _maybe(self) -> Value:
        """What goes with a piece that is there only sometimes: the values were added to the list as the pieces were to the text."""
        rest = self.bound.rest if isinstance(self.bound, ListValue) else None
        value = (self.sometimes.pop(0) if self.sometimes else rest) or Unknown()
        self.made.optional.append(value)
        return value

    def _value(self, number: str | None, name: str | None) -> Value:
        if name == "rw_maybe":
            return self._maybe()
        if name == "rw_next":
            self.counted += 1
            number, name = str(self.counted), None
        if name and isinstance(self.bound, ObjectValue):
            return self.bound.fields.get(name) or Unknown()
        if not name and not number and isinstance(self.bound, ObjectValue):
            return self.bound
        position = int(number) - 1 if number else self.next
        self.next += 0 if number else 1
        if isinstance(self.bound, ListValue) and 0 <= position < len(self.bound.items):
            return self.bound.items[position]
        if isinstance(self.bound, ListValue) and self.bound.rest is not None:
            return self.bound.rest
        return self.bound.element(self.run) if self.bound is not None else Unknown()
