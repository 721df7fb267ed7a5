"""What components of the server hand to components of the browser: all of it is written into the page, shown or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roadworthy.app.answer import Answer
from roadworthy.app.location import at
from roadworthy.frameworks.origins import facts_of, origin_of
from roadworthy.frameworks.react.rendered import Rendered
from roadworthy.interpret import ClassValue, Closure, Constant, Program, Value


def handed_over(program: Program, rendered: Sequence[Rendered]) -> tuple[Answer, ...]:
    """Each value that a component whose file says `"use client"` is given: https://react.dev/reference/rsc/use-client."""
    return tuple(_over(program, rendered))


def _over(program: Program, rendered: Sequence[Rendered]) -> Iterator[Answer]:
    for event in rendered:
        markup = event.markup
        if not _is_of_browser(program, markup.component):
            continue
        for value in markup.attributes.values():
            if not isinstance(value, (Constant, Closure)):
                place, facts = at(event.path, markup.node), facts_of(event.context.conditions)
                yield Answer(200, origin_of(value), place, facts=facts)


def _is_of_browser(program: Program, component: Value | None) -> bool:
    if not isinstance(component, (Closure, ClassValue)):
        return False
    module = program.modules.get(component.module)
    return module is not None and "use client" in module.directives
