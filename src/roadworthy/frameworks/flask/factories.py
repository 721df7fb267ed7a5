"""Which applications a repository has: those that modules make, and those that a factory makes."""

from __future__ import annotations

from functools import partial

from roadworthy.app import Endpoint, Page
from roadworthy.frameworks.flask.scaffold import Route, Scaffold
from roadworthy.frameworks.flask.statics import static_files
from roadworthy.frameworks.flask.views import Application
from roadworthy.frameworks.found import Found, Source
from roadworthy.frameworks.templates.shown import Shown, pages_of
from roadworthy.interpret import Args, Closure, Program, Run
from roadworthy.interpret.frames import OutOfBudget
from roadworthy.languages import form

_FACTORIES = ("create_app", "make_app", "build_app", "app_factory", "create_application", "get_app")


def _known(page: Page, _: Program) -> Page | None:
    """A page that needs no program to be made."""
    return page


class Applications(Source):
    """Every Flask application of a repository. `links` are the rules by the names that `url_for` takes."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.roots: list[Scaffold] = []
        self.blueprints: list[Scaffold] = []
        self.applications: list[Application] = []

    def endpoints(self, program: Program) -> list[Endpoint]:
        self._call_factories(program)
        served = [root for root in self.roots if root.entries]
        if not served:
            # Blueprints whose application was not understood are served somewhere all the same.
            served = [
                blueprint for blueprint in self.blueprints if not blueprint.mounted and blueprint.entries
            ]
        self.applications = [Application(root) for root in _distinct(served)]
        self.found.statics += [files for root in _distinct(served) if (files := static_files(root, program))]
        endpoints = [e for application in self.applications for e in application.endpoints(program)]
        self.found.pages += [partial(_known, page) for page in pages_of(self.shown(), program)]
        return endpoints

    def shown(self) -> list[Shown]:
        """The templates that their routes answer with."""
        return [one for application in self.applications for one in application.shown]

    def named(self) -> dict[str, str]:
        """Their routes by the names that `url_for` takes."""
        return {chain.name: chain.rule for application in self.applications for chain in application.known}

    def _call_factories(self, program: Program) -> None:
        """A factory that only the server's command line names is called by no module."""
        if any(root.entries for root in self.roots):
            return
        for path, scope in list(program.scopes()):
            for name in _FACTORIES:
                factory = scope.names.get(name)
                if (
                    isinstance(factory, Closure)
                    and factory.module == path
                    and program.language(path) == "python"
                ):
                    _call(program, factory)


def _call(program: Program, factory: Closure) -> None:
    run = Run(program, factory.module)
    try:
        run.call(factory, Args(), factory.function)
    except OutOfBudget:
        program.note(factory.module, factory.function, f"{factory.name} is too large to follow")
    program.traces[f"{factory.module}:{factory.name}"] = run.trace


def _distinct(roots: list[Scaffold]) -> list[Scaffold]:
    """One application for each place that makes one: the one with the most routes."""
    best: dict[tuple[str, form.Span], Scaffold] = {}
    for root in roots:
        key = (root.path, root.node.span)
        if key not in best or _size(root) > _size(best[key]):
            best[key] = root
    return list(best.values())


def _size(scaffold: Scaffold, depth: int = 0) -> int:
    inner = [entry for entry in scaffold.entries if not isinstance(entry, Route)] if depth < 6 else []
    return len(scaffold.entries) + sum(_size(entry.scaffold, depth + 1) for entry in inner)
