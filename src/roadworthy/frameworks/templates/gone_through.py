"""What a template asks of what it is given: `{% for order in orders %} {{ order.customer.name }}`, `{{ current_user.unread() }}`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from weakref import WeakKeyDictionary

from msgspec import Struct, field

from roadworthy.frameworks.templates.components import Templates
from roadworthy.interpret import Args, Closure, Constant, Derived, Program, Run, Value
from roadworthy.interpret.context import Turn
from roadworthy.interpret.noted import seen
from roadworthy.languages import form
from roadworthy.regex import regex

_TAG = regex(r"\{%-?\s*(\w+)(.*?)-?%\}|\{\{-?()(.*?)-?\}\}", re.S)
_LEFT_OUT = regex(
    r"\{#.*?#\}|\{%-?\s*comment\b.*?%\}.*?\{%-?\s*endcomment\s*-?%\}|\{%-?\s*raw\s*-?%\}.*?\{%-?\s*endraw\s*-?%\}",
    re.S,
)
_WORDS = regex(r"'[^']*'|\"[^\"]*\"")
_CALLED = r"(?:\([^()]*\))?"
_PATH = regex(
    r"(?<![\w.|])(?!(?:not|and|or|in|is|if|else|loop)\b)[A-Za-z_]\w*"
    + _CALLED
    + rf"(?:\.\w+{_CALLED})*(?:\s*\|\s*(?:length|count)\b)?"
)
_STEP = regex(r"(\w+)(\([^()]*\))?")
_COUNTS = regex(r"\s*\|\s*(length|count)$")
_FOR = regex(r"\s*(.+?)\s+in\s+(.+)", re.S)
_NAMES = regex(r"\s*(\w+)\s*=(.+)", re.S)
# `comments.all|slice:":5"`, `comments[:5]`, `comments|batch(3)|first`.
_CUT = regex(r"\|\s*(slice|first|last)\b|\[\s*-?\d*\s*:")
_PUT_IN = regex(r"\s*['\"]([^'\"]+)['\"]")
# What a queryset answers a template that names it without calling it.
_ASKED = {"all", "count", "first", "last", "exists"}
Names = Mapping[str, Value]
# Templates put in one another no deeper than people can follow.
_DEEPEST = 4


class Step(Struct, frozen=True):
    """One word of a path; `given` are the arguments where it is called, None for one that is no path itself."""

    name: str
    given: tuple[Part | None, ...] | None = None


class Part(Struct):
    """A value that is read (`path`) and perhaps called something else from here on (`alias`), or a list that is gone through with what is
    read inside (`names`, `body`); `cut` when only the first of it are."""

    path: tuple[Step, ...]
    node: form.Name
    source: str
    counts: bool = False
    alias: str = ""
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


def go_through(
    run: Run, name: str, context: Value, near: str, everywhere: Mapping[str, Value] | None = None
) -> None:
    """Reads what a template asks of what a view gives it, and of what every template knows (`everywhere`): relations that
    nobody loaded along are asked for one by one."""
    known = _KNOWN.get(run.program)
    if known is None:
        known = _KNOWN[run.program] = (Templates(run.program), {})
    templates, parts = known
    path = templates.find(name, near) if name else ""
    if not path:
        return
    if path not in parts:
        parts[path] = _parts(templates, path, 0)
    given = getattr(context, "fields", {})
    known_names = {**(everywhere or {}), **(given if isinstance(given, dict) else {})}
    module = run.module
    try:
        _read(run, parts[path], {}, known_names)
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
        elif word in ("include", "extends"):
            open_lists[-1] += _put_in(templates, path, inside, depth)
        elif word in ("with", "set"):
            open_lists[-1] += _named(reader, begin, inside)
        elif word in ("", "if", "elif"):
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


def _named(reader: _Reader, begin: int, inside: str) -> list[Part]:
    """`{% with orders=user.orders.all %}`: a value by another name."""
    found = _NAMES.match(inside)
    if found is None:
        return _values(reader, begin, inside)
    values = _values(reader, begin + found.start(2), found.group(2))
    if len(values) == 1:
        values[0].alias = found.group(1)
    return values


def _values(reader: _Reader, begin: int, inside: str) -> list[Part]:
    plain = _WORDS.sub(lambda found: " " * len(found.group()), inside)
    return [
        _part(reader, begin + found.start(), begin + found.end(), found.group())
        for found in _PATH.finditer(plain)
    ]


def _part(reader: _Reader, start: int, end: int, text: str) -> Part:
    counts = _COUNTS.search(text)
    path = tuple(_step(reader, start, one) for one in _STEP.finditer(_COUNTS.sub("", text)))
    return Part(path, reader.node(start, end, path[-1].name), reader.path, counts is not None)


def _step(reader: _Reader, start: int, found: re.Match[str]) -> Step:
    called = found.group(2)
    if called is None:
        return Step(found.group(1))
    given = [one.strip() for one in called[1:-1].split(",") if called[1:-1].strip()]
    at = start + found.start(2)
    return Step(
        found.group(1),
        tuple(_part(reader, at, at + len(called), one) if _PATH.fullmatch(one) else None for one in given),
    )


# --- its rows --------------------------------------------------------------------------------------------


def _read(run: Run, parts: Iterable[Part], own: Names, outer: Names) -> None:
    """`own` are the names of the template's loops and settings, `outer` what it was given."""
    own = dict(own)
    for part in parts:
        run.module = part.source
        if part.names:
            _each(run, part, own, outer)
            continue
        start = _start(part, own, outer)
        if start is None or not (
            part.alias or part.counts or len(part.path) > 1 or part.path[0].given is not None
        ):
            continue
        value = _value(run, part, start, own, outer)
        if part.alias:
            own[part.alias] = value


def _each(run: Run, part: Part, own: Names, outer: Names) -> None:
    start = _start(part, own, outer)
    if start is None:
        return _read(run, part.body, {k: v for k, v in own.items() if k not in part.names}, outer)
    subject = _value(run, part, start, own, outer)
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
        _read(run, part.body, {**own, **bound}, outer)
    return None


def _start(part: Part, own: Names, outer: Names) -> Value | None:
    """What the first word of a path stands for; None where it is nothing that a view gave."""
    if not part.path:
        return None
    word = part.path[0].name
    return own.get(word, outer.get(word))


def _value(run: Run, part: Part, value: Value, own: Names, outer: Names) -> Value:
    """The value at a path, its methods called as templates do."""
    if part.path[0].given is not None:
        value = run.call(value, _given(run, part.path[0], part, own, outer), part.node)
    for step in part.path[1:]:
        args = _given(run, step, part, own, outer)
        asked = run.call_member(value, step.name, args, part.node) if step.given is not None else None
        if asked is None and step.name in _ASKED:
            asked = value.call_member(run, step.name, Args(), part.node)
        value = asked if asked is not None else value.member(run, step.name, part.node)
        if isinstance(value, Closure):
            value = run.call(value, args, part.node)
    if part.counts:
        for consume in _consumers(value):
            consume(run, part.node)
    return value


def _given(run: Run, step: Step, part: Part, own: Names, outer: Names) -> Args:
    made: list[Value] = []
    for one in step.given or ():
        start = _start(one, own, outer) if one is not None else None
        unknown = Derived("given by a template", (), part.node)
        made.append(_value(run, one, start, own, outer) if one is not None and start is not None else unknown)
    return Args(made)


def _consumers(value: Value) -> Iterator:  # type: ignore[type-arg]
    for option in getattr(value, "values", lambda: [value])():
        consume = getattr(option, "consume", None)
        if consume is not None:
            yield consume
