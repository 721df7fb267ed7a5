"""Scripts that stand in templates and change something on the server without a look at what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.location import Location, whole_file
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.languages.javascript import read_javascript
from roadworthy.regex import regex
from roadworthy.views.code.dotted import bound, chain, dotted
from roadworthy.views.code.owner import Owner
from roadworthy.views.code.syntax import below
from roadworthy.views.failures.unchecked_answer import Unchecked
from roadworthy.views.pages.template_files import TemplateFile, inline_scripts, scripted_pages

_FETCH = regex(r"^(window\.)?fetch$")
# What an answer, or its body, says of how it went.
_SAYS = regex(
    r"^(ok|status\w*|success\w*|error\w*|err|msg|message|detail|code|result|valid|reason|redirected)$"
)
# What nobody waits for, and what shows next what is stored.
_ASIDE = regex(r"track|\blogs?\b|view|seen|ping|heartbeat|beacon|analytics|read|log-?out", re.I)
_SHOWS_ANEW = regex(r"\breload$|^(window\.|document\.)?location\b|submit$")


def inline(app: App) -> Iterator[Unchecked]:
    """Every change that a template's own script asks for and whose failure nobody would see."""
    for template in scripted_pages(app):
        if "fetch(" in template.text:
            yield from _of_template(template)


def _of_template(template: TemplateFile) -> Iterator[Unchecked]:
    here = whole_file(template.path)
    owner = Owner(template.path, "component", "client", here, plain=True)
    for offset, script in inline_scripts(template):
        before = len(template.text[:offset].encode())
        line = template.text[:offset].count("\n")
        for function, call in _unseen(read_javascript("inline.js", script.encode())):
            if any(map(shows_anew, below(function.body))):
                continue
            span = call.span
            place = Location(
                template.path, span.line + line, span.end_line + line, span.start + before, span.end + before
            )
            yield Unchecked(owner, "fetch", place, True, dropped=True)


def _unseen(module: form.Module) -> Iterator[tuple[form.Function, form.Call]]:
    """Calls of functions that change something, whose answer says nothing to anybody, with the function."""
    for function in form.walk(module.body, form.Function):
        assert isinstance(function, form.Function)
        for node in _own(function.body):
            if not isinstance(node, form.Evaluate):
                continue
            calls = list(chain(node.value))
            asked = calls[-1] if calls else None
            if asked is None or not _FETCH.match(dotted(asked.callee)) or not _changes(asked):
                continue
            if not any(map(_says, below(*(call.arguments for call in calls[:-1])))):
                yield function, asked


def _own(body: object) -> Iterator[form.Node]:
    """What stands in a function and in no other within."""
    for node in body if isinstance(body, tuple) else (body,):
        if isinstance(node, form.Node):
            yield node
            if isinstance(node, (form.If, form.Loop, form.Block, form.Try)):
                yield from _own(
                    tuple(
                        inner
                        for name in ("then", "otherwise", "body", "final")
                        for inner in getattr(node, name, ())
                    )
                )


def _changes(call: form.Call) -> bool:
    options = call.arguments[1] if len(call.arguments) > 1 else None
    address = " ".join(
        str(node.value) for node in below(call.arguments[:1]) if isinstance(node, form.Literal)
    )
    methods = [
        str(entry.value.value).upper()
        for entry in (options.entries if isinstance(options, form.Record) else ())
        if isinstance(entry.key, form.Literal)
        and entry.key.value == "method"
        and isinstance(entry.value, form.Literal)
    ]
    return bool(methods) and methods[0] not in ("GET", "HEAD") and not _ASIDE.search(address)


def _says(node: form.Node) -> bool:
    """Whether something of the answer is looked at that tells how it went, or a failure is heard and told."""
    if isinstance(node, form.Member):
        return _SAYS.match(node.name) is not None or node.name == "catch"
    if not isinstance(node, form.Function):
        return False
    return any(_SAYS.match(name) for one in node.parameters for name in bound(one.target))


def shows_anew(node: form.Node) -> bool:
    """Whether a piece of code makes the page show what is stored by then."""
    target = (
        node.target
        if isinstance(node, form.Assignment)
        else node.callee
        if isinstance(node, form.Call)
        else None
    )
    return target is not None and _SHOWS_ANEW.search(dotted(target)) is not None
