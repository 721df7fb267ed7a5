"""The report for a terminal: readable at 80 columns and without colour."""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from roadworthy.proof.placeholders import explained
from roadworthy.report.record import Report, ReportedGap
from roadworthy.report.summary import (
    PROVEN_STATES,
    WORDS,
    dimension_counts,
    headline,
    next_step,
    plural,
    standing,
    untold,
    worst_of,
)
from roadworthy.report.tasks import Task, count_of, likewise, tasks
from roadworthy.source.visible import harmless, visible

FIRST = 10
"""Things to do that are shown; the rest are counted."""
ALIKE = 3
"""Further places of one thing to do that are named; the rest are counted."""
CAUSES = 5
"""Shared causes that are shown; the page has all."""
LISTED = 8
"""Unknowns and faults that are named; the rest are counted."""

_STYLES = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "default"}
_INDENT = 3


def terminal_report(report: Report, *, width: int = 80, color: bool = False) -> str:
    """The text, no line longer than `width` cells. With `color`, ANSI styles; what comes from the app carries none of its own."""
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    for part in _parts(report, width):
        console.print(part)
    written = console.file
    assert isinstance(written, io.StringIO)
    return "\n".join(line.rstrip() for line in written.getvalue().split("\n"))


def _parts(report: Report, width: int) -> list[RenderableType]:
    first = _text(f"{visible(report.app.name)}: ", style="bold") + _text(headline(report))
    parts: list[RenderableType] = [first, _facts(report)]
    parts += [
        *_first(tasks(report), width),
        *_causes(report),
        "",
        _dimensions(report),
        *_unknown(report),
        *_listed("What the proofs rest on in the trial", report.trial),
        *_untestable(report),
        *_faults(report),
        *_next(report),
    ]
    return parts


def _facts(report: Report) -> Text:
    app = report.app
    stacks = visible(", ".join(app.stacks)) or "no framework recognised"
    commit = f", commit {visible(app.commit)[:10]}" if app.commit else ""
    return _text(f"{plural(app.files, 'file')}, {plural(app.lines, 'line')}, {stacks}{commit}", style="dim")


def _first(todo: Sequence[Task], width: int) -> list[RenderableType]:
    if not todo:
        return []
    parts: list[RenderableType] = ["", _text("Do these first", style="bold")]
    for number, task in enumerate(todo[:FIRST], start=1):
        parts += _task(number, task, width)
    meant = explained(_command(task.gap, width) for task in todo[:FIRST])
    parts += [_indented(_text(meant, style="dim"), _INDENT)] if meant else []
    if rest := count_of(todo[FIRST:]):
        parts.append(_text(f"and {rest} more: `roadworthy report --format html -o report.html` shows all"))
    return parts


def _task(number: int, task: Task, width: int) -> list[RenderableType]:
    gap = task.gap
    head = Table.grid(padding=(0, 1), expand=True)
    head.add_column(width=2, justify="right", no_wrap=True)
    head.add_column(width=8, no_wrap=True)
    head.add_column(ratio=1)
    state = WORDS.get(gap.state, gap.state)
    message = _text(visible(gap.message), style="bold") + _text(f" ({state})", style="not bold")
    head.add_row(_text(str(number)), _text(gap.severity, style=_STYLES.get(gap.severity, "")), message)
    place = str(gap.locations[0]) if gap.locations else ""
    where = _text("  ".join(part for part in (visible(place), visible(gap.subject)) if part))
    others, command = likewise(task, ALIKE), _command(gap, width)
    below = [_indented(_text(visible(others)), _INDENT)] if others else []
    below += [_indented(_text(command), _INDENT + 2)] if command else []
    return [head, _indented(where, _INDENT), *below]


def _command(gap: ReportedGap, width: int) -> str:
    """The request that shows the gap when it fits on a line to copy, else the command that runs the experiment."""
    if gap.reproduction is not None and gap.state in PROVEN_STATES:
        commands = [
            visible(step.command) for step in gap.reproduction.steps if step.kind == "act" and step.command
        ]
        if len(commands) == 1 and len(commands[0]) <= width - _INDENT - 2:
            return commands[0]
    return gap.command


def _causes(report: Report) -> list[RenderableType]:
    """What one change would mend in many places: the plan says so before it lists them one by one."""
    shown: list[RenderableType] = []
    for cause in report.causes[:CAUSES]:
        count = (
            f"{len(cause.gaps)} of {cause.places} places"
            if cause.places > len(cause.gaps)
            else f"all {cause.places} places"
        )
        shown.append(_indented(_text(f"{cause.title}: {count}", style="bold"), _INDENT))
        shown.append(_indented(_text(f"{cause.remedy}."), _INDENT + 2))
    return ["", _text("One cause, many places", style="bold"), *shown] if shown else []


def _dimensions(report: Report) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("By dimension", no_wrap=True)
    for title in ("proven", "suspected", "repaired", "clear", "unknown"):
        table.add_column(title, justify="right", no_wrap=True)
    for count in dimension_counts(report):
        numbers = (count.proven, count.suspected, count.repaired, count.clear, count.unknown)
        cells = [_text(str(number) if number else "·", style="" if number else "dim") for number in numbers]
        table.add_row(_text(count.title), *cells)
    return table


def _unknown(report: Report) -> Sequence[RenderableType]:
    alike = untold(report)
    holes = [f"{one.subjects}  {one.pattern}: {one.reason}" for one in alike if one.count > 1]
    holes += [f"{hole.place}  {hole.reason}" for hole in report.unknown]
    holes += [f"{one.subjects}  {one.pattern}: {one.reason}" for one in alike if one.count == 1]
    return _listed("Not understood", holes)


def _untestable(report: Report) -> Sequence[RenderableType]:
    held_back = [gap for gap in report.gaps if gap.state in ("untestable", "flaky")]
    return _listed(
        "Could not be shown either way",
        [
            f"{gap.message}: {gap.reproduction.observed if gap.reproduction else 'no reason given'}"
            for gap in held_back
        ],
    )


def _faults(report: Report) -> Sequence[RenderableType]:
    faults = [f"{fault.pattern} ({fault.part}): {fault.reason}" for fault in report.errors]
    return _listed("Faults of Roadworthy itself: these patterns say nothing here", faults)


def _listed(title: str, lines: Sequence[str]) -> Sequence[RenderableType]:
    if not lines:
        return ()
    shown: list[RenderableType] = ["", _text(f"{title} ({len(lines)})", style="bold")]
    shown += [_indented(_text(visible(line)), _INDENT) for line in lines[:LISTED]]
    if len(lines) > LISTED:
        shown.append(_indented(_text(f"and {len(lines) - LISTED} more"), _INDENT))
    return shown


def _next(report: Report) -> Sequence[RenderableType]:
    command, does = next_step(report)
    if not command:
        return ()
    line = _text("Next: ", style="bold") + _text(f"{command}  {does}")
    if worst_of(standing(report)) == "critical" and report.command == "audit":
        line += _text(". Do not put this app before people until the critical gaps are closed.")
    return ("", line)


def _text(shown: str, style: str = "") -> Text:
    # The one way onto the screen: whatever stands in a report, also in one read back from the app's folder, steers nothing.
    return Text(harmless(shown), style=style, overflow="fold")


def _indented(text: Text, cells: int) -> Padding:
    return Padding(text, (0, 0, 0, cells))
