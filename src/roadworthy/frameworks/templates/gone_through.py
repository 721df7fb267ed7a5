"""What a template reads of rows while it goes through them: `{% for order in orders %} {{ order.customer.name }}`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from weakref import WeakKeyDictionary

from msgspec import Struct, field

from roadworthy.frameworks.templates.components import Templates
from roadworthy.interpret import Args, Closure, Constant, Program, Run, Value
from roadworthy.interpret.context import Turn
from roadworthy.interpret.noted import seen
from roadworthy.interpret.values import UNKNOWN
from roadworthy.languages import form
from roadworthy.regex import regex

_TAG = regex(r"\{%-?\s*(\w+)(.*?)-?%\}|\{\{-?()(.*?)-?\}\}", re.S)
_LEFT_OUT = regex(
    r"\{#.*?#\}|\{%-?\s*comment\b.*?%\}.*?\{%-?\s*endcomment\s*-?%\}|\{%-?\s*raw\s*-?%\}.*?\{%-?\s*endraw\s*-?%\}",
    re.S,
)
_WORDS = regex(r"'[^']*'|\"[^\"]*\"")
_PATH = regex(r"(?<![\w.|])[A-Za-z_]\w*(?:\.\w+(?:\(\))?)*(?:\s*\|\s*(?:length|count)\b)?")
_COUNTS = regex(r"\s*\|\s*(length|count)$")
_FOR = regex(r"\s*(.+?)\s+in\s+(.+)", re.S)
# `comments.all|slice:":5"`, `comments[:5]`, `comments|batch(3)|first`.
_CUT = regex(r"\|\s*(slice|first|last)\b|\[\s*-?\d*\s*:")
_PUT_IN = regex(r"\s*['\"]([^'\"]+)['\"]")
# What a queryset answers a template that names it without calling it.
_ASKED = {"all", "count", "first", "last", "exists"}
# Templates put in one another no deeper than people can follow.
_DEEPEST = 4


class Part(Struct):
    """A value that is read (`path`), or a list that is gone through with what is read inside (`names`, `body`); `cut` when only the
    first of it are."""

    path: tuple[str, ...]
    node: form.Name
    source: str
    counts: bool = False
    names: tuple[str, ...] = ()
    body: list[Part] = field(default_factory=list)
    cut: bool = False


class _Reader(Struct, frozen=True):
    """Where a template's text stands in bytes and lines, for the places of what is read."""

    path: str
    text: str

    def node(self, start: int, end: int, name: str) -> form.Name:
        begin = len(self.text[:start].encode())
        line = self.text.count("\n", 0, start) + 1
        last = line + self.text.count("\n", start, end)
        return form.Name(form.Span(begin, begin + len(self.text[start:end].encode()), line, last), name)


_KNOWN: WeakKeyDictionary[Program, tuple[Templates, dict[str, list[Part]]]] = WeakKeyDictionary()


def go_through(run: Run, name: str, context: Value, near: str) -> None:
    """Reads what a template asks of each row of the lists that it is given: relations that nobody loaded along are
    asked for one by one."""
    known = _KNOWN.get(run.program)
    if known is None:
        known = _KNOWN[run.program] = (Templates(run.program), {})
    templates, parts = known
    path = templates.find(name, near) if name else ""
    if not path:
        return
    if path not in parts:
        parts[path] = _parts(templates, path, 0)
    module = run.module
    try:
        _read(run, parts[path], {}, context)
    finally:
        run.module = module


# --- the template ----------------------------------------------------------------------------------------


def _parts(templates: Templates, path: str, depth: int) -> list[Part]:
    """The lists that a template goes through, with what it reads inside."""
    text = _LEFT_OUT.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), templates.program.text(path))
    reader = _Reader(path, text)
    outer: list[Part] = []
    open_lists: list[list[Part]] = [outer]
    for tag in _TAG.finditer(text):
        word, inside = tag.group(1) or "", tag.group(2) if tag.group(1) else tag.group(4)
        begin = tag.start(2) if tag.group(1) else tag.start(4)
        if word == "for":
            made = _list(reader, begin, inside)
            open_lists[-1].append(made)
            open_lists.append(made.body)
        elif word == "endfor" and len(open_lists) > 1:
            open_lists.pop()
        elif word == "include":
            open_lists[-1] += _put_in(templates, path, inside, depth)
        elif word in ("", "if", "elif", "with", "set"):
            open_lists[-1] += _values(reader, begin, inside)
    return outer


def _put_in(templates: Templates, path: str, inside: str, depth: int) -> list[Part]:
    named = _PUT_IN.match(inside)
    found = templates.find(named.group(1), path) if named is not None else ""
    return _parts(templates, found, depth + 1) if found and found != path and depth < _DEEPEST else []


def _list(reader: _Reader, begin: int, inside: str) -> Part:
    found = _FOR.match(inside)
    names, subject = (found.group(1), found.group(2)) if found is not None else ("", "")
    at = begin + (found.start(2) if found is not None else 0)
    values = _values(reader, at, subject)
    node = reader.node(begin, begin + len(inside), "for")
    path = values[0].path if values and _WORDS.sub("", subject).strip() else ()
    cut = _CUT.search(subject) is not None
    return Part(path, node, reader.path, names=tuple(re.findall(r"\w+", names)), cut=cut)


def _values(reader: _Reader, begin: int, inside: str) -> list[Part]:
    plain = _WORDS.sub(lambda found: " " * len(found.group()), inside)
    made = []
    for found in _PATH.finditer(plain):
        counts = _COUNTS.search(found.group())
        path = tuple(_COUNTS.sub("", found.group()).split("."))
        node = reader.node(begin + found.start(), begin + found.end(), path[-1])
        made.append(Part(path, node, reader.path, counts is not None))
    return made


# --- its rows --------------------------------------------------------------------------------------------


def _read(run: Run, parts: Iterable[Part], names: dict[str, Value], context: Value) -> None:
    for part in parts:
        run.module = part.source
        if part.names:
            _each(run, part, names, context)
        elif part.path[0] in names and (len(part.path) > 1 or part.counts):
            _value(run, part, names[part.path[0]])


def _each(run: Run, part: Part, names: dict[str, Value], context: Value) -> None:
    start = _start(run, part, names, context)
    if start is None:
        return _read(run, part.body, {k: v for k, v in names.items() if k not in part.names}, context)
    subject = _value(run, part, start)
    element = subject.element(run)
    turn = Turn(part.source, part.node.span, "each", subject, element)
    if len(part.path) > 1 and not part.cut and not run.context.turns:
        seen(run, "[].shown", [subject], element, part.node)
    with run.within(**run.context.turning(turn)), run.branch():
        if len(part.names) == 1:
            bound = {part.names[0]: element}
        else:
            keys = (Constant(number) for number in range(len(part.names)))
            bound = {
                name: element.index(run, key, part.node) for name, key in zip(part.names, keys, strict=True)
            }
        _read(run, part.body, {**names, **bound}, context)
    return None


def _start(run: Run, part: Part, names: dict[str, Value], context: Value) -> Value | None:
    """What the first word of a path stands for; None where it is nothing that a view gave."""
    if not part.path:
        return None
    word = part.path[0]
    if word in names:
        return names[word]
    fields = getattr(context, "fields", {})
    return fields.get(word) if isinstance(fields, dict) else None


def _value(run: Run, part: Part, value: Value) -> Value:
    """The value at a path, its methods called as templates do."""
    for word in part.path[1:]:
        name = word.removesuffix("()")
        asked = run.call_member(value, name, Args(), part.node) if word.endswith("()") else None
        if asked is None and name in _ASKED:
            asked = value.call_member(run, name, Args(), part.node)
        value = asked if asked is not None else value.member(run, name, part.node)
        if isinstance(value, Closure):
            value = run.call(value, Args(), part.node)
    if part.counts:
        for consume in _consumers(value):
            consume(run, part.node)
        seen(run, "len", [value], UNKNOWN, part.node)
    return value


def _consumers(value: Value) -> Iterator:  # type: ignore[type-arg]
    for option in getattr(value, "values", lambda: [value])():
        consume = getattr(option, "consume", None)
        if consume is not None:
            yield consume
