"""Makes the App of a repository."""

from __future__ import annotations

import importlib
import pkgutil
import time
from collections.abc import Callable
from pathlib import Path

from roadworthy import frameworks
from roadworthy.app import App, Component, Endpoint, Query, Table, Unknown, Work
from roadworthy.collection import calm_collection
from roadworthy.frameworks import recording
from roadworthy.frameworks.background import background_jobs
from roadworthy.frameworks.deployment import read_deployment
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.idle_guards import idle_guards
from roadworthy.frameworks.own_host import learn_served
from roadworthy.frameworks.plain_pages.pages import plain_pages
from roadworthy.frameworks.react.components import build_components, on_render
from roadworthy.frameworks.react.hooks import acts_later
from roadworthy.frameworks.sharing import sharing
from roadworthy.frameworks.templates.rendered import rendered_views
from roadworthy.frameworks.unasked_tables import unasked_tables
from roadworthy.frameworks.unfollowed import on_unfollowed, pass_unread
from roadworthy.frameworks.unreached import unreached
from roadworthy.frameworks.unread import unread_libraries
from roadworthy.frameworks.uses import on_assign, uses
from roadworthy.interpret import Library, Program
from roadworthy.languages.reading import Modules, read_modules
from roadworthy.source import Repository, open_repository
from roadworthy.source.copies import copied_packages
from roadworthy.source.purpose import is_test

Progress = Callable[[str, float], None]

# A third of all there is to load: 40 of the 600 ms that a tiny app's audit takes.
_OF_PYTHON = frozenset(
    [
        "beanie",
        "cerberus",
        "connexion",
        "django",
        "fastapi",
        "flask",
        "marshmallow",
        "named_tuples",
        "pydantic",
        "pymongo",
        "python_injection",
        "python_json",
        "python_modules",
        "python_services",
        "python_sql",
        "python_typing",
        "sqlalchemy",
        "tortoise",
        "worker_tasks",
    ]
)


def build_app(
    root: Path,
    *,
    jobs: int = 1,
    timings: dict[str, float] | None = None,
    progress: Progress | None = None,
) -> App:
    """Reads a repository and understands it. Raises UsageError when there is nothing to read."""
    clock = Stopwatch(timings if timings is not None else {}, progress)
    repository = open_repository(root)
    clock.lap("walk")
    modules = read_modules(repository, jobs)
    clock.lap("read")
    with calm_collection():
        app = understand(repository, modules)
    clock.lap("understand")
    return app


class Stopwatch:
    """Tells how long each stage took, in seconds."""

    def __init__(self, timings: dict[str, float], progress: Progress | None) -> None:
        self.timings, self.progress = timings, progress
        self.last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """Ends a stage."""
        now = time.perf_counter()
        self.timings[stage], self.last = now - self.last, now
        if self.progress is not None:
            self.progress(stage, self.timings[stage])


@sharing()
def understand(repository: Repository, modules: Modules) -> App:
    """Evaluates the modules and collects what frameworks met."""
    found, library = Found(), Library()
    for name in framework_names(python=any(one.language == "python" for one in modules.by_path.values())):
        register = getattr(importlib.import_module(name), "register", None)
        if register is not None:
            register(library, found)
    own = {path: module for path, module in modules.by_path.items() if not is_test(path)}
    program = Program(own, library, repository.text, [file.path for file in repository.files])
    program.copied = copied_packages(repository.files)
    program.tables = found.tables
    program.acts_later.append(acts_later)
    program.on_render.append(on_render)
    program.on_assign.append(on_assign)
    program.on_unfollowed.append(on_unfollowed)
    program.on_unread_decorator.append(pass_unread)
    for declare in found.declarations:
        declare(program)
    program.evaluate_all()
    for declare in found.fallbacks:
        declare(program)
    _name_tables(program, found)
    # A copy: a handler whose object makes a router of its own would add to what is gone through, without an end.
    endpoints = [endpoint for source in list(found.sources) for endpoint in source.endpoints(program)]
    learn_served(program, endpoints)
    components, pages = build_components(program, found)
    components += [served for make in found.served if (served := make(program)) is not None]
    components += [component for show in found.templates for component in show(program)]
    own_pages = [page for make in found.pages if (page := make(program)) is not None]
    views, viewed = rendered_views(program, endpoints)
    components += views
    own_pages += viewed
    plain = plain_pages(program, found.statics, endpoints, drawn=bool(components or pages or own_pages))
    components += plain.components
    jobs = [job for make in found.jobs if (job := make(program)) is not None]
    jobs += background_jobs(program)
    asked = _asked(endpoints, components, jobs)
    for learn in found.asked:
        learn(asked)
    traces = (*program.traces.values(), *plain.loose)
    deployment = read_deployment(repository, tuple(found.environment.values()))
    tables = _tables(found)
    idle = idle_guards(program)
    return App(
        repository,
        modules=modules.by_path,
        endpoints=tuple(_distinct(endpoints)),
        pages=tuple({page.route: page for page in (*plain.pages, *own_pages, *pages)}.values()),
        components=tuple(components),
        tables=tables,
        database=found.database,
        statics=tuple(found.statics),
        pools=tuple(dict.fromkeys(found.pools)),
        caches=tuple(found.caches),
        loose_browser_calls=tuple(
            call for trace in traces for call in recording.browser_calls(trace, "module")
        ),
        loose_services=tuple(call for trace in traces for call in recording.services(trace)),
        loose_uses=tuple(use for trace in traces for use in uses(trace)),
        jobs=tuple(jobs),
        deployment=deployment,
        unknown=(
            *unread_libraries(repository, deployment, modules.by_path.values()),
            *unasked_tables(len(endpoints), tables, asked, deployment),
            *_unknown(repository, modules, program),
            *unreached(program, asked),
        ),
        idle_guards=idle,
        stacks=tuple(sorted(found.stacks)),
    )


def _asked(endpoints: list[Endpoint], components: list[Component], jobs: list[Work]) -> list[Query]:
    """Every question that is put to the database."""
    found = [query for endpoint in endpoints for query in endpoint.queries]
    found += [query for component in components for query in component.queries]
    return found + [query for job in jobs for query in job.queries]


def framework_names(*, python: bool = True) -> list[str]:
    """Every module of the frameworks package; without those of Python alone where the app has no Python."""
    left_out = {"build"} if python else {"build"} | _OF_PYTHON
    names = [found.name for found in pkgutil.iter_modules(frameworks.__path__)]
    return [f"{frameworks.__name__}.{name}" for name in names if name not in left_out]


def _name_tables(program: Program, found: Found) -> None:
    """A table's symbol is the variable that holds it."""
    by_identity = {id(source): source for table in found.tables for source in (table, table.declared)}
    for _, scope in program.scopes():
        for name, value in scope.names.items():
            if id(value) in by_identity:
                by_identity[id(value)].symbol = name


def _tables(found: Found) -> tuple[Table, ...]:
    tables: dict[str, Table] = {}
    # A worker that asks a collection by its bare name says less of it than the class that declares it.
    for source in sorted(found.tables, key=lambda one: one.by_use):
        table = source.table()
        known = tables.get(table.name)
        # What only types tell of a table stands back behind whoever declares it.
        if known is None or (known.partial and not table.partial):
            tables[table.name] = table
    return tuple(tables[name] for name in sorted(tables))


def _distinct(endpoints: list[Endpoint]) -> list[Endpoint]:
    """The first endpoint of each method and path: the one that a framework would choose. The same handler with a slash at the end of
    its path and without one is one endpoint."""
    chosen: dict[str, Endpoint] = {}
    for endpoint in endpoints:
        bare = endpoint.subject.removesuffix("/")
        twin = next((one for one in (bare, f"{bare}/") if one in chosen), endpoint.subject)
        if twin in chosen and chosen[twin].handler == endpoint.handler:
            continue
        chosen.setdefault(endpoint.subject, endpoint)
    return list(chosen.values())


def _why_not_parsed(repository: Repository, path: str) -> str:
    try:
        repository.read(path).decode()
    except UnicodeDecodeError:
        return "this does not parse; the file is not UTF-8"
    return "this does not parse"


def _unknown(repository: Repository, modules: Modules, program: Program) -> tuple[Unknown, ...]:
    found = [Unknown(skipped.path, 0, skipped.reason) for skipped in repository.skipped]
    found += [Unknown(path, 0, reason) for path, reason in modules.errors]
    for path, module in modules.by_path.items():
        reason = _why_not_parsed(repository, path) if module.errors else ""
        found += [Unknown(path, span.line, reason) for span in module.errors[:3]]
    found += [Unknown(note.path, note.line, note.reason) for note in program.unknown]
    return tuple(dict.fromkeys(found))
