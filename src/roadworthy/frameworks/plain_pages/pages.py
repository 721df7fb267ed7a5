"""Makes pages and components of HTML files that are sent as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from roadworthy.app import Component, Endpoint, Page
from roadworthy.app.location import whole_file
from roadworthy.app.static_files import StaticFiles
from roadworthy.frameworks import recording
from roadworthy.frameworks.plain_pages.addresses import PlainPage, sent_pages
from roadworthy.frameworks.plain_pages.running import PageRun, on_assign, run_page
from roadworthy.frameworks.plain_pages.senders import forms_of
from roadworthy.interpret import Program, Trace

# A page more of the same scripts says nothing new, and each is run.
MOST_PAGES = 60


class PlainPages(Struct, frozen=True):
    """What such files show. `loose` is what their scripts do when people act, where loading them alone did not show it: functions
    that only an element's `onclick` calls."""

    pages: tuple[Page, ...] = ()
    components: tuple[Component, ...] = ()
    loose: tuple[Trace, ...] = ()


def plain_pages(
    program: Program, statics: Iterable[StaticFiles], endpoints: Iterable[Endpoint], *, drawn: bool
) -> PlainPages:
    """The plain pages of a repository; `drawn` when a framework draws pages of its own."""
    found = sent_pages(program, statics, endpoints, alone=not drawn)
    if not found:
        return PlainPages()
    program.on_assign.append(on_assign)
    for left in found[MOST_PAGES:]:
        program.note_file(
            left.markup.path, f"the scripts of this page were not run: there are over {MOST_PAGES} such pages"
        )
    runs = [(page, run_page(program, page)) for page in found[:MOST_PAGES]]
    known = set(_places(trace for trace in program.traces.values()))
    return PlainPages(
        tuple(Page(page.route, page.markup.path, page.markup.path, page.location) for page in found),
        tuple(_component(page, made) for page, made in runs),
        tuple(_unknown(made, known) for _, made in runs),
    )


def _component(page: PlainPage, made: PageRun) -> Component:
    path = page.markup.path
    return Component(
        name=path,
        location=whole_file(path),
        body=whole_file(path),
        fetches=recording.fetches(made.run.trace, path),
        forms=forms_of(page, made),
        framework="html",
        queries=recording.queries(made.run.trace),
    )


def _places(traces: Iterable[Trace]) -> Iterator[tuple[str, object]]:
    for trace in traces:
        for event in trace.events:
            node = getattr(event, "node", None)
            if node is not None:
                yield getattr(event, "path", ""), node.span


def _unknown(made: PageRun, known: set[tuple[str, object]]) -> Trace:
    """What the page's own files do that nothing has seen yet. What stands in the page itself is read there."""
    events = made.run.trace.events
    kept = [event for event in events if _is_new(event, known) and getattr(event, "path", "").endswith("js")]
    known |= set(_places([Trace(kept)]))
    return Trace(kept, made.run.trace.reads, tested=made.run.trace.tested)


def _is_new(event: object, known: set[tuple[str, object]]) -> bool:
    node = getattr(event, "node", None)
    return node is not None and (getattr(event, "path", ""), node.span) not in known
