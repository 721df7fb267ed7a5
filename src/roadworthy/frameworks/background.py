"""What modules start when they are loaded and that goes on by itself: endless loops, timers, schedules."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import Work
from roadworthy.app.location import Location, of_span
from roadworthy.frameworks import recording
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.uses import uses
from roadworthy.interpret import (
    Args,
    Constant,
    Context,
    External,
    Library,
    Program,
    Run,
    Trace,
    Unknown,
    Value,
)
from roadworthy.languages import form

_TIMER = "timer"
_SCHEDULES = (
    "node-cron.schedule", "cron.CronJob", "node-schedule.scheduleJob", "croner.Cron", "setInterval", "toad-scheduler.AsyncTask",
    "apscheduler.*.add_job", "schedule.*.do",
)  # fmt: skip


def register(library: Library, found: Found) -> None:
    """Tells what runs what it is given again and again."""
    library.on_call(*_SCHEDULES)(_repeated)


def _repeated(run: Run, target: External, args: Args, node: form.Node) -> Value:
    trigger = run.context.trigger or _TIMER
    with run.within(trigger=trigger), run.branch():
        run.call_back(args.all(), node)
    return External(f"{target.path}()", args, node) if target.path != "setInterval" else Unknown()


def background_jobs(program: Program) -> Iterator[Work]:
    """One job for each function that a module starts and that never ends or comes again."""
    for trace in program.traces.values():
        by_function: dict[Location, list[object]] = {}
        for event in trace.events:
            context = getattr(event, "context", None)
            if isinstance(context, Context) and context.calls and _goes_on(context):
                by_function.setdefault(_started(context), []).append(event)
        for place, events in by_function.items():
            work = _work(place, events)
            if work.queries or work.services:
                yield work


def _goes_on(context: Context) -> bool:
    if context.trigger == _TIMER:
        return True
    return any(
        turn.kind == "while" and isinstance(turn.subject, Constant) and turn.subject.value
        for turn in context.turns
    )


def _started(context: Context) -> Location:
    """Where the function is called that goes on: the last call outside of its endless loop."""
    loop = next((turn for turn in context.turns if turn.kind == "while"), None)
    sites = context.calls
    inside = (
        number
        for number, site in enumerate(sites)
        if loop is not None and site.path == loop.path and loop.span.start <= site.span.start <= loop.span.end
    )
    chosen = sites[max(next(inside, 0) - 1, 0)]
    return of_span(chosen.path, chosen.span)


def _work(place: Location, events: list[object]) -> Work:
    trace = Trace(events=events)
    context: Context = events[0].context  # type: ignore[attr-defined]
    site = next((s for s in context.calls if of_span(s.path, s.span) == place), context.calls[0])
    name = site.function or next((s.function for s in context.calls if s.function), "timer")
    return Work(
        name,
        "job",
        "server",
        place,
        place,
        recording.queries(trace),
        recording.services(trace),
        uses=uses(trace),
    )
