"""Options that several commands share."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from roadworthy.cli.outputs import Format

CORES = os.cpu_count() or 1


class FailOn(StrEnum):
    """From which severity on gaps make the exit code 1."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    PROVEN = "proven"


AppFolder = Annotated[Path, typer.Argument(metavar="APP", help="The folder of the app.", show_default="here")]
Formats = Annotated[
    list[Format] | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="text, json, sarif, junit, markdown or html; several may be given.",
    ),
]
Outputs = Annotated[
    list[str] | None,
    typer.Option(
        "--output", "-o", metavar="PATH", help="Where to, one for each format; - is standard output."
    ),
]
Select = Annotated[
    list[str] | None,
    typer.Option("--select", metavar="NAME", help="Only this dimension or pattern; several may be given."),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option("--ignore", metavar="NAME", help="Not this dimension or pattern; several may be given."),
]
Failing = Annotated[
    FailOn | None,
    typer.Option(
        "--fail-on",
        metavar="SEVERITY",
        help="Exit with 1 when a gap stands that is critical, high, medium or low (or worse), or proven.",
    ),
]
Known = Annotated[
    Path | None,
    typer.Option("--baseline", metavar="FILE", help="Count no gap that this file has; only new ones."),
]
UpdateKnown = Annotated[
    bool, typer.Option("--update-baseline", help="Write the gaps that stand now to the file of --baseline.")
]
Diff = Annotated[
    str,
    typer.Option("--diff", metavar="BASE", help="Only gaps that the state of this branch or commit had not."),
]
Jobs = Annotated[
    int,
    typer.Option(
        "--jobs", "-j", metavar="N", min=1, help="Processes that read files.", show_default="one per core"
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no warnings.")]
NoColor = Annotated[bool, typer.Option("--no-color", help="No colour.")]
ShowProgress = Annotated[
    bool, typer.Option("--progress", help="Tell the stages on standard error even when it is no terminal.")
]
Debug = Annotated[bool, typer.Option("--debug", help="Show the trace of an error.")]
Gaps = Annotated[
    list[str] | None,
    typer.Option("--gap", metavar="ID", help="Only the gap with this id; several may be given."),
]
Agent = Annotated[
    str, typer.Option("--agent", metavar="COMMAND", help="A coding agent for gaps without a ready repair.")
]
