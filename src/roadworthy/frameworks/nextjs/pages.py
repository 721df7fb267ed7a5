"""Pages of both routers: their routes, what runs ahead of them, and the files that catch their errors."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import Component, Page
from roadworthy.app.location import at, whole_file
from roadworthy.frameworks import recording
from roadworthy.frameworks.express.exchange import ResponseModel as NodeResponse
from roadworthy.frameworks.found import Entry, Found
from roadworthy.frameworks.nextjs.declared import body, declaration
from roadworthy.frameworks.nextjs.files import AppFile, PageFile, Project, around
from roadworthy.frameworks.nextjs.guards import Ways, go_on, pass_middleware
from roadworthy.frameworks.nextjs.response import Ended, answer, answer_returned
from roadworthy.frameworks.nextjs.routes import ApiRequest
from roadworthy.frameworks.origins import facts_of
from roadworthy.frameworks.uses import uses
from roadworthy.frameworks.web_request import RequestModel, SearchParams
from roadworthy.interpret import (
    Args,
    Choice,
    ClassValue,
    Closure,
    Constant,
    Datum,
    External,
    ListValue,
    Markup,
    ObjectValue,
    Program,
    Run,
    Trace,
    Unknown,
    Value,
)
from roadworthy.interpret.expressions import settle
from roadworthy.interpret.frames import OutOfBudget
from roadworthy.interpret.trace import Called
from roadworthy.languages import form

_DYNAMIC = {
    "next/headers.cookies",
    "next/headers.headers",
    "next/cache.unstable_noStore",
    "next/server.connection",
}
# Values of one page that are looked at; more are never told apart.
MOST_TOLD = 60
_LOADERS = ("getServerSideProps", "getStaticProps", "getInitialProps")


# --- the app router ----------------------------------------------------------------------------------


def app_page(program: Program, found: Found, project: Project, file: AppFile) -> Page:
    """A page of the app router; how it is entered is noted for when its component runs."""
    anywhere = [other for other in project.app_files if other.role == "global-error"]
    caught = next(iter([*reversed(around(project, file, "error")), *anywhere]), None)
    component = program.exports(file.path).get("default") if file.path in program.modules else None
    if isinstance(component, (Closure, ClassValue)):
        layouts = [layout.path for layout in around(project, file, "layout")]
        found.entries[id(component)] = _entry(project, file, layouts)
    return _page(program, file.path, file.route, component, caught.path if caught is not None else "")


def _page(program: Program, path: str, route: str, component: Value | None, caught: str) -> Page:
    """The record of a page. Its component is the one that the file exports, however it is wrapped."""
    if path not in program.modules:
        return Page(route, "", path, whole_file(path), caught=caught)
    place = at(path, declaration(program, path, "default"))
    name = component_name(component, path)
    file = component.module if isinstance(component, (Closure, ClassValue)) else path
    return Page(route, name, file, place, caught=caught)


def component_name(component: Value | None, path: str) -> str:
    """What a page's component goes by: as `react.components` names it."""
    name = component.name if isinstance(component, (Closure, ClassValue)) else ""
    return name if name not in ("", "default") else path.rsplit("/", 1)[-1].split(".")[0]


def _entry(project: Project, file: AppFile, layouts: list[str]) -> Entry:
    def ahead(run: Run) -> None:
        pass_middleware(run, project, RequestModel("GET", file.route))
        for path in layouts:
            _pass_layout(run, path)

    def given(run: Run) -> Args:
        node = form.Literal(form.Span(0, 0, 1, 1), None)
        return Args([page_props(run, node)])

    return Entry(ahead, given, show, lambda run: _remade(run, file))


def _remade(run: Run, file: AppFile) -> str:
    """What makes Next.js render a page on each visit: https://nextjs.org/docs/app/guides/caching#dynamic-rendering."""
    exported = run.program.exports(file.path)
    dynamic, revalidate = exported.get("dynamic"), exported.get("revalidate")
    if isinstance(dynamic, Constant) and dynamic.value == "force-dynamic":
        return "it says `force-dynamic`"
    if isinstance(revalidate, Constant) and revalidate.value in (0, False) and revalidate.value is not None:
        return "it says `revalidate = 0`"
    for event in run.trace.events:
        if isinstance(event, Called) and event.target in _DYNAMIC:
            return f"it calls {event.target.rsplit('.', 1)[-1]}() at {event.path}:{event.node.span.line}"
        if isinstance(event, Called) and event.target == "fetch" and _keeps_nothing(run, event):
            return f"it fetches with `cache: 'no-store'` at {event.path}:{event.node.span.line}"
    return ""


def _keeps_nothing(run: Run, event: Called) -> bool:
    options = event.args.get(1)
    how = options.member(run, "cache", event.node) if isinstance(options, ObjectValue) else None
    return isinstance(how, Constant) and how.value == "no-store"


def show(run: Run, value: Value, node: form.Node) -> None:
    """What a page returns is what it answers: the values in its markup."""
    value = settle(run, value, node)
    if run.side == "server" and not isinstance(value, Ended):
        answer(run, 200, ListValue(_told(value), node=node), node)


def _told(value: Value) -> list[Value]:
    """The values that markup shows or hands on, whatever stands around them."""
    if isinstance(value, Choice):
        return [told for option in value.values() for told in _told(option)]
    if not isinstance(value, Markup):
        return [] if isinstance(value, (Constant, Closure)) else [value]
    found: dict[int, Value] = {}
    for inner in value.inputs():
        found |= {id(told): told for told in _told(inner)}
        if len(found) > MOST_TOLD:
            break
    return list(found.values())


def _pass_layout(run: Run, path: str) -> None:
    """Runs a layout; a page inside it is shown only where the layout came to its end."""
    layout = run.program.exports(path).get("default")
    if not isinstance(layout, Closure):
        return
    ways: Ways = []
    known = len(run.context.conditions)

    def returned(value: Value, node: form.Node) -> None:
        if not isinstance(value, Ended):
            ways.extend((*run.context.conditions, *own) for own in _ways(value))

    props = ObjectValue({"children": Unknown(), "params": Datum("params")})
    with run.within(trigger="render"):
        run.call_closure(layout, Args([props]), layout.function, returned)
    go_on(run, ways, known, layout.function)


def _ways(value: Value) -> Ways:
    if isinstance(value, Choice):
        return [(*own, *more) for option, own in value.alternatives for more in _ways(option)]
    return [()]


def note_roots(program: Program, found: Found, project: Project) -> None:
    """The outermost layouts hold the whole document; `_app` does in the pages router."""
    layouts = sorted(
        (file for file in project.app_files if file.role == "layout"), key=lambda file: len(file.folder)
    )
    outermost = [file for file in layouts if around(project, file, "layout")[0] == file]
    apps = [file for file in project.page_files if file.role == "_app"]
    for path in [*(file.path for file in outermost), *(file.path for file in apps)]:
        component = program.exports(path).get("default") if path in program.modules else None
        if component is not None:
            found.roots.append((_unwrapped(component), at(path, declaration(program, path, "default"))))


def _unwrapped(value: Value) -> Value:
    """The component of `trpc.withTRPC(App)` or `appWithTranslation(App)`, which libraries put something around."""
    given = value.arguments.positional if isinstance(value, External) and value.arguments is not None else []
    return next((inner for inner in given if isinstance(inner, Closure)), value)


# --- the pages router --------------------------------------------------------------------------------


def pages_page(program: Program, found: Found, project: Project, file: PageFile) -> Page:
    """A page of the pages router. What it loads on the server is a component of its own."""
    exported = program.exports(file.path) if file.path in program.modules else {}
    own = next((other for other in project.page_files if other.role == "_error"), None)
    page = _page(program, file.path, file.route, exported.get("default"), own.path if own is not None else "")
    name = next((name for name in _LOADERS if name in exported), "")
    if name:
        found.served.append(lambda program: _loaded(program, project, file, name))
    return Page(page.route, page.component, page.file, page.location, page.guarded, page.caught, name)


def _loaded(program: Program, project: Project, file: PageFile, name: str) -> Component | None:
    loader = program.exports(file.path).get(name)
    if loader is None:
        return None
    run = Run(program, file.path)
    node = declaration(program, file.path, name)
    request = RequestModel("GET", file.route)
    static = name == "getStaticProps"
    if not static:
        pass_middleware(run, project, request)
    begin, facts = len(run.trace.events), facts_of(run.context.conditions)
    context = _context(request, node, static=static)
    try:
        if isinstance(loader, Closure):
            run.call_closure(loader, Args([context]), node, lambda value, where: _props(run, value, where))
        else:
            run.call(loader, Args([context]), node)
    except OutOfBudget:
        program.note(file.path, node, f"{name} of {file.route} is too large to follow")
    trace = Trace(run.trace.events[begin:], run.trace.reads, tested=run.trace.tested)
    return Component(
        name=name,
        location=at(file.path, node),
        body=body(loader, file.path, node),
        side="server",
        queries=recording.queries(trace),
        services=recording.services(trace),
        uses=uses(trace),
        facts=facts,
        inputs=recording.inputs(trace),
        checks=recording.checks(trace),
        answers=recording.answers(run.trace),
        ahead=recording.queries(Trace(run.trace.events[:begin])),
    )


def _context(request: RequestModel, node: form.Node, *, static: bool) -> ObjectValue:
    fields: dict[str, Value] = {"params": Datum("params", (), node)}
    if not static:
        fields |= {"query": SearchParams(), "req": ApiRequest(request), "res": NodeResponse()}
    return ObjectValue(fields, node=node)


def _props(run: Run, value: Value, node: form.Node) -> None:
    """`{ props }` is shown; `{ redirect }` and `{ notFound }` lead elsewhere."""
    if isinstance(value, ObjectValue) and not {"redirect", "notFound"}.isdisjoint(value.fields):
        answer(run, 307 if "redirect" in value.fields else 404, None, node)
    elif isinstance(value, ObjectValue):
        answer(run, 200, value.fields.get("props") or Unknown(), node)
    else:
        answer_returned(run, value, node)


# --- where modules run -------------------------------------------------------------------------------


def server_files(program: Program, project: Project) -> set[str]:
    """The modules whose components run on the server alone: reached from the app router's files, and from no file that
    says `"use client"`. Of a page that says nothing such a file imports a type at most."""
    client = {path for path, module in program.modules.items() if "use client" in module.directives}
    own = [file.path for file in project.app_files if file.path in program.modules]
    entries = [path for path in own if path not in client]
    served = _reached(program, entries, client)
    return served - _reached(program, sorted(client), set(entries))


def _reached(program: Program, start: list[str], stop: set[str]) -> set[str]:
    seen: set[str] = set()
    waiting = list(start)
    while waiting:
        path = waiting.pop()
        if path in seen or path in stop or "use server" in program.modules[path].directives:
            continue
        seen.add(path)
        waiting.extend(_imports(program, path))
    return seen


def _imports(program: Program, path: str) -> Iterator[str]:
    for statement in program.modules[path].body:
        source = statement.source if isinstance(statement, (form.Import, form.Export)) else None
        found = program.resolve(source, path) if source else None
        if found is not None and found in program.modules:
            yield found


def page_props(run: Run, node: form.Node) -> Value:
    """What a page is handed: `{ params, searchParams }`, plain or as promises."""
    return ObjectValue({"params": Datum("params", (), node), "searchParams": SearchParams()}, node=node)
