"""Tells what Next.js is, and puts its endpoints, actions and pages into what was found."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from roadworthy.app import Endpoint, Page
from roadworthy.frameworks.found import Found, Source
from roadworthy.frameworks.nextjs import (
    authjs,
    better_auth,
    built_actions,
    clerk_accounts,
    next_connect,
    response,
    sessions,
    uploadthing,
)
from roadworthy.frameworks.nextjs.actions import DIRECTIVE, Actions, ServerAction, is_inline, run_action
from roadworthy.frameworks.nextjs.files import Project, projects
from roadworthy.frameworks.nextjs.guards import middleware_work
from roadworthy.frameworks.nextjs.pages import app_page, note_roots, page_props, pages_page, server_files
from roadworthy.frameworks.nextjs.routes import api_endpoints, route_endpoints
from roadworthy.frameworks.react.components import component_values
from roadworthy.frameworks.web_request import CookiesModel, HeadersModel, SearchParams
from roadworthy.interpret import Args, Closure, Datum, External, Library, Program, Run, Unknown, Value
from roadworthy.interpret.frames import OutOfBudget
from roadworthy.languages import form


def register(library: Library, found: Found) -> None:
    """Tells what the functions of Next.js mean."""
    response.register(library)
    sessions.register(library)
    authjs.register(library)
    better_auth.register(library)
    built_actions.register(library)
    clerk_accounts.register(library)
    uploadthing.register(library)
    next_connect.register(library)
    library.on_call("next/headers.cookies")(_cookies)
    library.on_call("next/headers.headers")(_headers)
    library.on_call("next/navigation.useParams")(_params)
    library.on_call("next/navigation.useSearchParams")(_search_params)
    library.on_call("next/cache.unstable_cache", "react.cache", "react.use")(_itself)
    library.on_call("next/dynamic")(_dynamic)
    source = NextSource(found)
    found.declarations.append(source.declare)
    found.sources.append(source)


def _cookies(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return CookiesModel()


def _headers(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return HeadersModel()


def _params(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return Datum("params", (), node)


def _search_params(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return SearchParams()


def _itself(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`cache(f)`, `unstable_cache(f)`: the function, asked less often; `use(promise)`: what it comes to."""
    return args.positional[0] if args.positional else Unknown()


def _dynamic(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`dynamic(() => import("./Chart"))`, also with `.then((module) => module.Chart)`."""
    if not args.positional:
        return Unknown()
    loaded = run.call(args.positional[0], Args(), node)
    return loaded if isinstance(loaded, Closure) else loaded.member(run, "default", node)


class NextSource(Source):
    """The Next.js apps of a repository."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.actions = Actions()
        self.projects: tuple[Project, ...] = ()

    def declare(self, program: Program) -> None:
        """Before any module is evaluated: from here on actions are known when they are met."""
        self.projects = projects(program)
        if not self.projects:
            return
        self.found.stacks.add("nextjs")
        program.on_module.append(lambda path, state: self.actions.on_module(program, path, state))
        program.on_render.insert(0, self.actions.on_render)

    def endpoints(self, program: Program) -> list[Endpoint]:
        """Handlers and actions; pages are noted for later."""
        made: list[Endpoint] = []
        for project in self.projects:
            self.found.server_files |= server_files(program, project)
            note_roots(program, self.found, project)
            for path in project.middleware:
                self.found.jobs.append(partial(middleware_work, path=path))
            made += self._of_project(program, project)
        made += self.actions.endpoints(program, [project.folder for project in self.projects])
        made += self._inline(program)
        return made

    def _of_project(self, program: Program, project: Project) -> Iterator[Endpoint]:
        for file in project.app_files:
            if file.role == "route" and file.path in program.modules:
                yield from route_endpoints(program, project, file)
            elif file.role == "page" and not file.inner:
                self._note(app_page(program, self.found, project, file))
            elif file.role in ("error", "global-error"):
                self.found.boundary_files.add(file.path)
        for one in project.page_files:
            if one.role == "api" and one.path in program.modules:
                yield from api_endpoints(program, project, one)
            elif one.role == "page":
                self._note(pages_page(program, self.found, project, one))
            elif one.role == "_error":
                self.found.boundary_files.add(one.path)

    def _note(self, page: Page) -> None:
        self.found.pages.append(lambda program: page)

    def _inline(self, program: Program) -> Iterator[Endpoint]:
        """Actions that stand inside a component: the component runs first, for what they see of it."""
        for path, _, value in list(component_values(program)):
            if isinstance(value, Closure) and _holds_inline(program, value):
                for number in range(len(self._rendered(program, path, value)[1])):
                    run, actions = self._rendered(program, path, value)
                    yield run_action(run, actions[number], path)

    def _rendered(self, program: Program, path: str, value: Closure) -> tuple[Run, list[ServerAction]]:
        """A fresh run of a component, and the actions that it handed to elements."""
        self.actions.rendering = []
        run = Run(program, path)
        try:
            with run.within(trigger="render"):
                run.call(
                    value, Args([page_props(run, value.function), Unknown()], spread=True), value.function
                )
        except OutOfBudget:
            program.note(path, value.function, f"component {value.name} is too large to follow")
        found = list({id(one.function): one for one in self.actions.rendering}.values())
        self.actions.rendering = None
        return run, found


def _holds_inline(program: Program, component: Closure) -> bool:
    # Hardly any file says so, and to go through all components is dear.
    if DIRECTIVE not in program.text(component.module):
        return False
    body = component.function.body
    return any(isinstance(node, form.Function) and is_inline(node) for node in form.walk(body))
