"""Text that a run knows for certain: the method and the path of the request that it plays."""

from __future__ import annotations

import re
from collections.abc import Callable

from roadworthy.interpret import Args, Choice, Constant, Derived, ListValue, Run, Value
from roadworthy.interpret.values import Certain
from roadworthy.languages import form
from roadworthy.regex import regex

_CHANGES: dict[str, Callable[[str], str]] = {
    "toLowerCase": str.lower,
    "toUpperCase": str.upper,
    "trim": str.strip,
    "toString": str,
}
_TESTS: dict[str, Callable[[str, str], bool]] = {
    "startsWith": str.startswith,
    "endsWith": str.endswith,
    "includes": str.__contains__,
}
# The audited app's patterns are run where they must come to an end soon: on short texts, with no repeated group, and with
# few repetitions (each one more multiplies the ways by the length of the text).
_REPEATED_GROUP = regex(r"\)[*+{]")
_REPETITION = regex(r"(?<!\\)[*+{]")
_MOST_REPETITIONS, _LONGEST_PATTERN, _LONGEST_TEXT = 4, 400, 120


def text_of(value: Value | None) -> str:
    """A text that is written in the code; '' for every other value."""
    return value.value if isinstance(value, Constant) and isinstance(value.value, str) else ""


def constant_text(value: Value | None) -> str:
    """A constant as text, numbers too; '' for None and for every other value."""
    return str(value.value) if isinstance(value, Constant) and value.value is not None else ""


def texts_of(value: Value | None) -> tuple[str, ...]:
    """The texts of a list that is written out."""
    return tuple(text_of(one) for one in value.items) if isinstance(value, ListValue) else ()


def chosen_text(value: Value | None) -> str:
    """The same of several ways (`process.env.TABLE || "notes"`): the first that is written in the code."""
    if isinstance(value, Choice):
        return next((text for text in map(chosen_text, value.values()) if text), "")
    return text_of(value)


def assembled_text(value: Value | None) -> str:
    """The same, put together of parts, numbers among them (`/v${VERSION}`): what varies is left out."""
    if isinstance(value, Choice):
        return next((text for text in map(assembled_text, value.values()) if text), "")
    if isinstance(value, Derived) and value.operation in ("template", "+"):
        return "".join(_number(part) or assembled_text(part) for part in value.operands)
    return text_of(value)


def _number(value: Value) -> str:
    return str(value.value) if isinstance(value, Constant) and type(value.value) in (int, float) else ""


class KnownText(Constant):
    """A constant whose comparisons have one outcome."""

    __slots__ = ()

    @property
    def text(self) -> str:
        """The text itself."""
        return str(self.value)

    def truth(self) -> bool | None:
        return bool(self.value)

    def operate(self, run: Run, operator: str, operands: tuple[Value, ...], node: form.Node) -> Value | None:
        """Compared with a constant it is equal or it is not."""
        if operator not in ("==", "!=") or len(operands) != 2:
            return None
        other = operands[1] if operands[0] is self else operands[0]
        if not isinstance(other, Constant):
            return None
        return Certain((other.value == self.value) == (operator == "=="), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        if name in _TESTS and isinstance(first, Constant):
            return Certain(_TESTS[name](self.text, str(first.value)), node)
        if name == "split" and isinstance(first, Constant):
            parts = self.text.split(str(first.value)) if first.value else list(self.text)
            return ListValue([KnownText(part, node) for part in parts], node=node)
        if name in _CHANGES:
            return KnownText(_CHANGES[name](self.text), node)
        if name == "match" and first is not None:
            return matches(first, self, node)
        return Derived(name, (self, *args.positional), node)

    def tested(self, pattern: Value, node: form.Node) -> Value | None:
        """`pattern.test(self)`."""
        return matches(pattern, self, node)


def matches(pattern: Value, text: KnownText, node: form.Node) -> Value | None:
    """`/^\\/admin/.test(pathname)`: certain where the pattern is written out and means the same in Python."""
    if not isinstance(pattern, Derived) or pattern.operation != "regex" or not pattern.operands:
        return None
    source = pattern.operands[0]
    written = str(source.value) if isinstance(source, Constant) else ""
    found = search(_inner(written), text.text)
    return None if found is None else Certain(found, node)


def _inner(pattern: str) -> str:
    """What stands between the slashes, where they are there; `^\\/api\\/` ends in one that is a part of it."""
    framed = len(pattern) > 1 and pattern[0] == "/" and pattern[-1] == "/" and pattern[-2] != "\\"
    return pattern[1:-1] if framed else pattern


def search(pattern: str, text: str) -> bool | None:
    """Whether a JavaScript pattern is found in a text; None where that cannot be told safely."""
    long = len(pattern) > _LONGEST_PATTERN or len(text) > _LONGEST_TEXT
    if not pattern or long or _REPEATED_GROUP.search(pattern):
        return None
    if len(_REPETITION.findall(pattern)) > _MOST_REPETITIONS:
        return None
    try:
        return re.search(pattern, text) is not None
    except re.error:
        return None
