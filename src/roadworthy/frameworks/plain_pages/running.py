"""Runs the scripts of a page as a browser does: one after the other, in one scope, and then what people set off."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from functools import partial

from msgspec import Struct, field

from roadworthy.frameworks.plain_pages.addresses import PlainPage
from roadworthy.frameworks.plain_pages.markup import PageElement, scripts_alone
from roadworthy.interpret import Args, Closure, Constant, Context, Datum, External, Program, Run, Value
from roadworthy.interpret.frames import OutOfBudget
from roadworthy.interpret.scope import Scope
from roadworthy.interpret.statements import hoist
from roadworthy.languages import form
from roadworthy.languages.javascript import read_javascript
from roadworthy.regex import regex
from roadworthy.source.purpose import is_foreign

# `<button onclick="remove('...')">` in markup that a script puts into the page.
_WRITTEN = regex(
    r"""\bon(click|submit|change)\s*=\s*\\?["'](?:return\s+|event\.\w+\(\);?\s*)*(?:window\.)?(\w+)\("""
)
_KEPT = "plain page"


class Acted(Struct):
    """What people set off: the events of a run from `begin` to `end`, by what of the page."""

    trigger: str
    begin: int
    end: int
    path: str
    node: form.Node
    element: PageElement | None = None


class PageRun(Struct):
    """A page that was run. `modules` are its scripts by path."""

    run: Run
    modules: dict[str, form.Module]
    acted: list[Acted] = field(default_factory=list)


class SwitchedOff(Struct, frozen=True):
    """A control was switched off."""

    path: str
    node: form.Node
    context: Context


def run_page(program: Program, page: PlainPage) -> PageRun:
    """Runs a page's scripts, and what its elements are told to do."""
    modules = dict(_modules(program, page))
    run = Run(program, page.markup.path, side="client")
    made = PageRun(run, modules)
    run.kept[_KEPT] = made
    scope = Scope()
    try:
        _know_functions(run, modules, scope)
        for path, module in modules.items():
            run.module = path
            run.execute(module.body, scope)
        run.module = page.markup.path
        _elements(made, page, scope)
        _written(made, scope)
    except OutOfBudget:
        program.note(page.markup.path, form.NOWHERE, "the scripts of this page are too large to follow")
    return made


def on_assign(run: Run, owner: Value, name: str, value: Value, node: form.Node) -> None:
    """`button.onclick = save` is set off by people; `button.disabled = true` keeps them from it."""
    page = run.kept.get(_KEPT)
    if page is None:
        return
    if name == "disabled" and not (isinstance(value, Constant) and not value.value):
        run.emit(SwitchedOff(run.module, node, run.context))
    if name.startswith("on") and isinstance(value, Closure) and isinstance(owner, External):
        _act(page, name, node, lambda: run.call(value, Args([_event(node)], spread=True), node))


def _event(node: form.Node) -> Value:
    return Datum("input", ("event",), node)


def _act(
    made: PageRun,
    trigger: str,
    node: form.Node,
    act: Callable[[], object],
    element: PageElement | None = None,
) -> None:
    run = made.run
    begin, path = len(run.trace.events), run.module
    with run.within(trigger=trigger, loops=0, turns=()), run.branch():
        act()
    made.acted.append(Acted(trigger, begin, len(run.trace.events), path, node, element))


# --- the scripts -------------------------------------------------------------------------------------


def _modules(program: Program, page: PlainPage) -> Iterator[tuple[str, form.Module]]:
    """Every script that is the app's own, in the order in which they are loaded; those within the file are one."""
    path = page.markup.path
    inside = any(not script.source for script in page.markup.scripts)
    for script in page.markup.scripts:
        found = _script(program, page, script.source) if script.source else ""
        if found:
            yield found, program.modules[found]
        elif inside and not script.source:
            inside = False
            module = read_javascript(path, scripts_alone(page.markup, program.text(path).encode()))
            program.add(path, module)
            yield path, module


def _script(program: Program, page: PlainPage, source: str) -> str:
    """The file that an address leads to, '' for one that is not the app's own."""
    plain = re.sub(r"[?#].*", "", source)
    if "//" in plain or is_foreign(plain):
        return ""
    mount = page.mount.strip("/")
    below = plain.lstrip("/").removeprefix(f"{mount}/" if mount else "")
    near = posixpath.normpath(posixpath.join(posixpath.dirname(page.markup.path), plain))
    there = posixpath.normpath(posixpath.join(page.folder, below))
    for path in (there, near) if plain.startswith("/") else (near, there):
        if path in program.modules:
            return path
    ends = [path for path in program.modules if f"/{path}".endswith(f"/{plain.lstrip('./')}")]
    return min(ends, key=len, default="")


def _know_functions(run: Run, modules: dict[str, form.Module], scope: Scope) -> None:
    """What people set off comes when every script was run: it may call functions of all of them."""
    for path, module in modules.items():
        run.module = path
        hoist(run, module.body, scope)
        for statement in module.body:
            target = statement.target if isinstance(statement, form.Define) else None
            value = statement.value if isinstance(statement, form.Define) else None
            if isinstance(target, form.Name) and isinstance(value, form.Function):
                scope.bind(target.name, Closure(value, scope, path, None, target.name))


# --- what people set off -----------------------------------------------------------------------------


def _elements(made: PageRun, page: PlainPage, scope: Scope) -> None:
    """`<form onsubmit="save(event)">`."""
    for element in page.markup.elements:
        for name, code in element.attributes.items():
            if name.startswith("on") and code.strip():
                body = read_javascript(page.markup.path, code.encode()).body
                _act(
                    made,
                    name,
                    form.NOWHERE,
                    partial(made.run.execute, _followed(body), Scope(scope)),
                    element,
                )


def _followed(body: tuple[form.Statement, ...]) -> list[form.Statement]:
    """`return save(event)` stands in a function that the browser makes of it."""
    return [
        form.Evaluate(one.span, one.value) if isinstance(one, form.Return) and one.value is not None else one
        for one in body
    ]


def _written(made: PageRun, scope: Scope) -> None:
    """The functions that elements call which the scripts themselves write into the page."""
    known: set[tuple[str, str]] = set()
    for path, module in made.modules.items():
        for node in form.walk(module.body, form.Literal):
            text = node.value if isinstance(node, form.Literal) else None
            for event, name in _WRITTEN.findall(text) if isinstance(text, str) and "on" in text else ():
                called = scope.find(name)
                if not isinstance(called, Closure) or (event, name) in known:
                    continue
                known.add((event, name))
                made.run.module = path
                _act(made, f"on{event}", node, partial(made.run.call, called, Args(spread=True), node))
