"""Scripts that stand in templates and ask the server, where neither a refusal nor a lost request would be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.location import Location, whole_file
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.languages.javascript import read_javascript
from roadworthy.regex import regex
from roadworthy.views.code.dotted import chain, last_name, names_in, unwrapped, without_functions
from roadworthy.views.code.owner import Owner
from roadworthy.views.code.syntax import Spot, Syntax, below
from roadworthy.views.failures.deeds import Deeds
from roadworthy.views.failures.fetch_calls import asks_status, is_fetch, looked_at, says_of_itself
from roadworthy.views.failures.unchecked_answer import Unchecked
from roadworthy.views.failures.unchecked_inline import shows_anew
from roadworthy.views.pages.template_files import TemplateFile, inline_scripts, scripted_pages

# What decorates a page and nobody waits for.
_ASIDE = regex(
    r"track\b|ping\b|heartbeat|beacon|suggest|autocomplete|unread|dup(licate|e)|/(seen|views?|(mark[-_])?read([-_]all)?)\b|log-?out",
    re.I,
)
# Who tells of every failure of a page.
_GLOBAL = ("unhandledrejection", "onunhandledrejection", "window.onerror")


def unheard_inline(app: App) -> Iterator[Unchecked]:
    """Every request of a template's own script whose answer is used as it comes, and whose failure nothing catches."""
    for template in scripted_pages(app):
        if "fetch(" in template.text and not any(name in template.text for name in _GLOBAL):
            yield from _of_template(template)


def _of_template(template: TemplateFile) -> Iterator[Unchecked]:
    owner = Owner(template.path, "component", "client", whole_file(template.path), plain=True)
    for offset, script in inline_scripts(template):
        before, line = len(template.text[:offset].encode()), template.text[:offset].count("\n")
        syntax = Syntax()
        syntax.read(read_javascript("inline.js", script.encode()))
        for call in _unheard(syntax):
            span = call.span
            place = Location(
                template.path, span.line + line, span.end_line + line, span.start + before, span.end + before
            )
            yield Unchecked(owner, "fetch", place, False)


def _unheard(syntax: Syntax) -> Iterator[form.Call]:
    caught = _called_within_attempts(syntax)
    for spot in syntax.of(form.Define):
        node = spot.node
        assert isinstance(node, form.Define)
        call = unwrapped(node.value)
        if isinstance(node.value, form.Await) and isinstance(call, form.Call) and _asks(call):
            named = {one.name for one in spot.functions if one.name}
            heard = _is_heard(spot) or bool(named & caught) or not spot.functions
            if not heard and isinstance(node.target, form.Name) and not _tells(node.target.name, spot, call):
                yield call
    for spot in syntax.of(form.Evaluate):
        node = spot.node
        assert isinstance(node, form.Evaluate)
        calls = list(chain(unwrapped(node.value)))
        links = [last_name(one.callee) for one in calls]
        asks = len(calls) > 1 and links[0] == "then" and _asks(calls[-1])
        if asks and "catch" not in links and not _is_heard(spot) and not _looks(calls[:-1]):
            yield calls[-1]


def _asks(call: form.Call) -> bool:
    address = " ".join(str(one.value) for one in below(call.arguments[:1]) if isinstance(one, form.Literal))
    return is_fetch(call) and not _ASIDE.search(address)


def _is_heard(spot: Spot) -> bool:
    """Whether an attempt around tells people, or passes the failure on."""
    return any(
        isinstance(around.node, form.Try)
        and around.part == "body"
        and any(Deeds(handler.body).acts for handler in around.node.handlers)
        for around in spot.around()
    )


def _called_within_attempts(syntax: Syntax) -> set[str]:
    """The functions that are called where something catches, or with a `catch` of the call's own."""
    found: set[str] = set()
    for spot in syntax.of(form.Call):
        call = spot.node
        assert isinstance(call, form.Call)
        if last_name(call.callee) == "catch":
            found |= {last_name(one.callee) for one in chain(call)}
        elif _is_heard(spot):
            found.add(last_name(call.callee))
    return found


def _tells(name: str, spot: Spot, call: form.Call) -> bool:
    """Whether the function looks how it went and has something to say where it went wrong."""
    function = spot.functions[0]
    if not looked_at(name, function, call):
        return False
    tests = [one for one in below(function.body) if isinstance(one, form.If) and name in names_in(one.test)]
    # `if (response.ok) alert("Saved")` and nothing else: only success speaks.
    return not (
        len(tests) == 1
        and isinstance(tests[0].test, form.Member)
        and tests[0].test.name == "ok"
        and not tests[0].otherwise
        and function.body
        and function.body[-1] is tests[0]
    )


def _looks(links: list[form.Call]) -> bool:
    """Whether one of the handlers of a chain looks at the status, or at what the body says of success, or shows what is stored by then."""
    handlers = [one for link in links for one in link.arguments]
    if any(len(link.arguments) > 1 for link in links):
        return True
    for handler in handlers:
        if not isinstance(handler, form.Function) or any(map(shows_anew, below(handler.body))):
            return True
        target = handler.parameters[0].target if handler.parameters else None
        if isinstance(target, form.Name) and (
            any(
                asks_status(one, target.name)
                for one in without_functions(handler.body)
                if isinstance(one, form.Member)
            )
            or says_of_itself({target.name}, handler)
        ):
            return True
    return False
