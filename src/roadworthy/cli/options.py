"""Options that several commands share, and the records that commands are given of them."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

import click
from msgspec import Struct

from roadworthy.cli.outputs import Format

CORES = os.cpu_count() or 1

Command = Callable[..., int]
Option = Callable[[Command], Command]


class FailOn(StrEnum):
    """From which severity on gaps make the exit code 1."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    PROVEN = "proven"


class Shared(Struct, frozen=True):
    """The shared options as they were given; `jobs` is a number of processes."""

    formats: tuple[Format, ...] = ()
    outputs: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: FailOn | None = None
    jobs: int = 1
    quiet: bool = False
    no_color: bool = False
    progress: bool = False


class Earlier(Struct, frozen=True):
    """What is compared with: a `baseline` file of known gaps (written anew when `update`), or the git state `diff`."""

    baseline: Path | None = None
    update: bool = False
    diff: str = ""


app_folder = click.argument("app", metavar="[APP]", type=click.Path(path_type=Path), default=Path())
gaps = click.option(
    "--gap", "gaps", metavar="ID", multiple=True, help="Only the gap with this id; several may be given."
)
agent = click.option(
    "--agent", metavar="COMMAND", default="", help="A coding agent for gaps without a ready repair."
)
# Not given to the command: whoever tells of an error looks for it among the arguments, which may be wrong themselves.
debug = click.option("--debug", is_flag=True, expose_value=False, help="Show the trace of an error.")
no_color = click.option("--no-color", is_flag=True, help="No colour.")

_formats = click.option(
    "--format",
    "-f",
    "formats",
    metavar="FORMAT",
    multiple=True,
    type=click.Choice(Format, case_sensitive=False),
    help="text, json, sarif, junit, markdown or html; several may be given.",
)
_outputs = click.option(
    "--output",
    "-o",
    "outputs",
    metavar="PATH",
    multiple=True,
    help="Where to, one for each format; - is standard output.",
)
_select = click.option(
    "--select", metavar="NAME", multiple=True, help="Only this dimension or pattern; several may be given."
)
_ignore = click.option(
    "--ignore", metavar="NAME", multiple=True, help="Not this dimension or pattern; several may be given."
)
_fail_on = click.option(
    "--fail-on",
    metavar="SEVERITY",
    type=click.Choice(FailOn, case_sensitive=False),
    help="Exit with 1 when a gap stands that is critical, high, medium or low (or worse), or proven.",
)
_jobs = click.option(
    "--jobs",
    "-j",
    metavar="N",
    type=click.IntRange(min=1),
    default=CORES,
    help="Processes that read files; one per core when not given.",
)
_quiet = click.option("--quiet", "-q", is_flag=True, help="No progress, no warnings.")
_progress = click.option(
    "--progress", is_flag=True, help="Tell the stages on standard error even when it is no terminal."
)
_baseline = click.option(
    "--baseline",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Count no gap that this file has; only new ones.",
)
_update = click.option(
    "--update-baseline",
    "update",
    is_flag=True,
    help="Write the gaps that stand now to the file of --baseline.",
)
_diff = click.option(
    "--diff", metavar="BASE", default="", help="Only gaps that the state of this branch or commit had not."
)


def _as_one(name: str, kind: type[Struct], *options: Option) -> Option:
    """Adds these options to a command, which is given them as one record called `name`."""

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def given(**values: object) -> int:
            own = {field: values.pop(field) for field in kind.__struct_fields__ if field in values}
            return command(**{name: kind(**own)}, **values)

        made: Command = given
        for option in reversed(options):
            made = option(made)
        return made

    return decorate


working = _as_one("shared", Shared, _jobs, _quiet, _progress)
"""The options of a command that writes no report."""

rewriting = _as_one("shared", Shared, _formats, _outputs, _fail_on, _quiet, no_color)
"""Those of a command that writes a report of what is there already."""

reporting = _as_one(
    "shared", Shared, _formats, _outputs, _select, _ignore, _fail_on, _jobs, _quiet, no_color, _progress
)
"""Those of a command that audits and writes a report."""

comparing = _as_one("earlier", Earlier, _baseline, _update, _diff)
"""Those that tell with what gaps are compared."""
