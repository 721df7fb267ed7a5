"""Pages that a server of Node's renders from views: `res.render("users/login", {...})`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from roadworthy.app import Component, Endpoint, Page
from roadworthy.frameworks.templates.shown import Shown, ShownTemplates, pages_of
from roadworthy.interpret import Program


def rendered_views(program: Program, endpoints: Iterable[Endpoint]) -> tuple[list[Component], list[Page]]:
    """The views that endpoints answer with, as components with their forms, and the pages that they are."""
    shown = list(_shown(endpoints))
    if not shown:
        return [], []
    return ShownTemplates(lambda: shown, dict).components(program), pages_of(shown, program)


def _shown(endpoints: Iterable[Endpoint]) -> Iterator[Shown]:
    for endpoint in endpoints:
        answers = [one for one in endpoint.answers if one.template and not one.handling]
        # The last is what comes of a request that nothing was wrong with.
        for answer in answers[-1:]:
            guarded = any(fact.left.from_session and fact.holds for fact in answer.facts)
            module = endpoint.handler.path
            yield Shown(endpoint.method, endpoint.path, answer.template, module, endpoint.location, guarded)
