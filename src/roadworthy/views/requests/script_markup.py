"""Texts that scripts set as markup, with something in them that people wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.requests.own_data import own_names

# Names of things that people write.
WRITTEN = regex(
    r"^(\w*_)?(name|title|text|description|message|comment|content|bio|username|user_?name|e?mail|label|subject|body|notes?|address"
    r"|company|firm|summary|excerpt|caption|review|reason|problem|answer|question|author|customer|details?|keyword|query|tags?|phone|mobile)$"
    r"|(Name|Title|Text|Description|Message|Comment|Content|Email|Notes?|Body|Problem|Address)$",
)
_ESCAPE = regex(
    r"escape|sanit|encode|purify|textContent|createTextNode|format(Currency|Date|Number)|toFixed|Number|parseInt|parseFloat",
    re.I,
)

_OWN = regex(
    r"^(e|ex|err|error|exception|file|files|this|event|self|response|res|btn|button|form|input|option|i18n|t)\b",
    re.I,
)


def written_markup(module: form.Module) -> Iterator[tuple[form.Node, str, str]]:
    """The texts that a script sets as markup with something written by people in them: the text, what is in it, and how that comes to
    be run."""
    sinks = tuple(_sinks(module.body))
    if not sinks:
        # Most scripts set no markup: what they wrote down themselves need not be known.
        return
    assigned, own = _assigned(module.body), own_names(module)
    for sink in sinks:
        for text in _texts(sink, assigned, set()):
            shown = next((shown for shown in _shown(text) if shown.split(".")[0] not in own), "")
            if shown:
                yield text, shown, "it is put into the page as markup by a script"
            called = next((found for found in _in_calls(text) if found.split(".")[0] not in own), "")
            if called:
                yield (
                    text,
                    called,
                    "a quote in it ends the string of the script in the attribute, escaped or not",
                )


def _sinks(body: tuple[form.Statement, ...]) -> Iterator[form.Expr]:
    for node in form.walk(body):
        if isinstance(node, form.Assignment) and isinstance(node.target, form.Member):
            if node.target.name in ("innerHTML", "outerHTML"):
                yield node.value
        elif isinstance(node, form.Call) and isinstance(node.callee, form.Member) and node.arguments:
            if node.callee.name == "insertAdjacentHTML":
                yield node.arguments[-1]
            elif node.callee.name in ("html", "append", "prepend") and isinstance(
                node.arguments[0], form.Template
            ):
                yield node.arguments[0]


def _assigned(body: tuple[form.Statement, ...]) -> dict[str, list[form.Expr]]:
    found: dict[str, list[form.Expr]] = {}
    for node in form.walk(body, form.Assignment, form.Define, form.Function):
        if isinstance(node, form.Function) and node.name:
            found.setdefault(node.name, []).append(node)
        if not isinstance(node, (form.Assignment, form.Define)) or node.value is None:
            continue
        if isinstance(node.target, form.Name):
            found.setdefault(node.target.name, []).append(node.value)
    return found


def _texts(value: form.Expr, assigned: dict[str, list[form.Expr]], seen: set[str]) -> Iterator[form.Expr]:
    """The templates and concatenations that a value is made of, through variables."""
    for node in form.walk((value,)):
        if isinstance(node, form.Template) or (isinstance(node, form.Operation) and node.operator == "+"):
            yield node
        elif isinstance(node, form.Name) and node.name in assigned and node.name not in seen:
            for inner in assigned[node.name]:
                # What a function makes of the rows is part of the text, wherever the function is named.
                if node is value or isinstance(inner, form.Function):
                    seen.add(node.name)
                    yield from _texts(inner, assigned, seen)


def _shown(text: form.Expr) -> Iterator[str]:
    parts = (
        text.parts
        if isinstance(text, form.Template)
        else text.operands
        if isinstance(text, form.Operation)
        else ()
    )
    if not any(isinstance(part, form.Literal) and "<" in str(part.value) for part in parts):
        return
    for part in parts:
        yield from _parts_written(part)


def _parts_written(part: form.Expr) -> Iterator[str]:
    if isinstance(part, form.Member):
        owner = _dotted(part.object)
        if WRITTEN.search(part.name) and not _OWN.match(owner):
            yield f"{owner}.{part.name}"
    elif isinstance(part, form.Operation) and part.operator in ("or", "??", "and", "+"):
        for operand in part.operands:
            yield from _parts_written(operand)
    elif isinstance(part, form.Conditional):
        yield from _parts_written(part.then)
        yield from _parts_written(part.otherwise)
    elif (
        isinstance(part, form.Call)
        and isinstance(part.callee, form.Member)
        and not _ESCAPE.search(part.callee.name)
    ) and part.callee.name in ("substring", "slice", "trim", "toUpperCase", "toLowerCase", "substr"):
        yield from _parts_written(part.callee.object)


# `onclick="remove('`: a string of the attribute's script that is not ended yet.
_IN_CALL = regex(r"""\son[a-z]+\s*=\s*(?:"[^"]*'|'[^']*")$""", re.I)
_FOR_SCRIPTS = regex(r"json|js|script|quote|attr|encodeURI|slash", re.I)


def _in_calls(text: form.Expr) -> Iterator[str]:
    """What people wrote within a string of a script in an attribute. The browser undoes what is escaped as markup before it runs it."""
    before = ""
    for part in text.parts if isinstance(text, form.Template) else ():
        if isinstance(part, form.Literal):
            before += str(part.value)
        else:
            if _IN_CALL.search(before):
                yield from _quoted(part)
            before += "0"


def _quoted(part: form.Expr) -> Iterator[str]:
    if isinstance(part, form.Call) and part.arguments:
        name = part.callee.name if isinstance(part.callee, (form.Name, form.Member)) else ""
        if _ESCAPE.search(name) and not _FOR_SCRIPTS.search(name):
            yield from _parts_written(part.arguments[0])
    else:
        yield from _parts_written(part)


def _dotted(node: form.Expr) -> str:
    if isinstance(node, form.Member):
        return f"{_dotted(node.object)}.{node.name}"
    return node.name if isinstance(node, form.Name) else "…"
