"""The report as Markdown, short enough for a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.edits.markdown import code, escaped
from roadworthy.report.record import Report
from roadworthy.report.summary import WORDS, dimension_counts, headline, next_step, untold
from roadworthy.report.tasks import Task, count_of, likewise, tasks

ALIKE = 5
"""Further places of one thing to do that are named; the rest are counted."""
FIRST = 25
"""Things to do that are shown; a comment on a pull request is not read further."""


def markdown_report(report: Report) -> str:
    """Text of the app is escaped: it makes no link, mention, image, heading or HTML."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"# {escaped(report.app.name)}"
    yield ""
    yield headline(report)
    todo = tasks(report)
    if todo:
        yield from ("", "## Do these first", "")
        for number, task in enumerate(todo[:FIRST], start=1):
            yield from _task(number, task)
        if rest := count_of(todo[FIRST:]):
            yield from ("", f"And {rest} more.")
    yield from _causes(report)
    yield from _dimensions(report)
    yield from _holes(report)
    command, does = next_step(report)
    if command:
        yield from ("", f"Next: {code(command)} {does}.")


def _task(number: int, task: Task) -> Iterator[str]:
    gap = task.gap
    state = escaped(WORDS.get(gap.state, gap.state))
    yield f"{number}. **{gap.severity}, {state}:** {escaped(gap.message)}  "
    place = f"{code(str(gap.locations[0]))} " if gap.locations else ""
    yield f"   {place}{escaped(gap.subject)}. {escaped(gap.impact)}  "
    if others := likewise(task, ALIKE):
        yield f"   {escaped(others)}  "
    if gap.command:
        yield f"   {code(gap.command)}"


def _causes(report: Report) -> Iterator[str]:
    if report.causes:
        yield from ("", "## One cause, many places", "")
    for cause in report.causes:
        yield f"- **{escaped(cause.title)}** ({len(cause.gaps)} of {cause.places}): {escaped(cause.remedy)}."


def _dimensions(report: Report) -> Iterator[str]:
    yield from (
        "",
        "| dimension | proven | suspected | repaired | clear | unknown |",
        "|---|--:|--:|--:|--:|--:|",
    )
    for count in dimension_counts(report):
        yield f"| {count.title} | {count.proven} | {count.suspected} | {count.repaired} | {count.clear} | {count.unknown} |"


def _holes(report: Report) -> Iterator[str]:
    holes = [
        f"{escaped(one.subjects)} {code(one.pattern)}: {escaped(one.reason)}"
        for one in untold(report)
        if one.count > 1
    ]
    holes += [f"{code(hole.place)} {escaped(hole.reason)}" for hole in report.unknown]
    holes += [f"{code(fault.pattern)} failed: {escaped(fault.reason)}" for fault in report.errors]
    if report.trial:
        yield from ("", "## What the proofs rest on in the trial", "")
        yield from (f"- {escaped(note)}" for note in report.trial[:FIRST])
    if holes:
        yield from ("", f"## Not understood ({len(holes)})", "")
        yield from (f"- {hole}" for hole in holes[:FIRST])
