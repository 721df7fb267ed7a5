"""Which report goes where."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from roadworthy.errors import UsageError

if TYPE_CHECKING:
    from roadworthy.report.record import Report

STANDARD = "-"


class Format(StrEnum):
    """What a report is written as."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    MARKDOWN = "markdown"
    HTML = "html"


_ENDINGS = {
    ".txt": Format.TEXT,
    ".json": Format.JSON,
    ".sarif": Format.SARIF,
    ".xml": Format.JUNIT,
    ".md": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
}


class Output(Struct, frozen=True):
    """One report to write; `path` is '-' for standard output."""

    format: Format
    path: str


def pair(formats: Sequence[Format], paths: Sequence[str]) -> tuple[Output, ...]:
    """The first format with the first path, and so on. A path without a format tells it by its ending; a format
    without a path goes to standard output.

    Raises UsageError when a path's ending tells nothing, or two reports would go to one place.
    """
    wanted = list(formats) or [_by_ending(path) for path in paths] or [Format.TEXT]
    if len(paths) > len(wanted):
        wanted += [_by_ending(path) for path in paths[len(wanted) :]]
    places = [*paths, *[STANDARD] * (len(wanted) - len(paths))]
    doubled = next((place for place in places if places.count(place) > 1), None)
    if doubled is not None:
        name = "standard output" if doubled == STANDARD else doubled
        raise UsageError(f"two reports would go to {name}", remedy="give each --format its own --output")
    return tuple(Output(kind, place) for kind, place in zip(wanted, places, strict=True))


def _by_ending(path: str) -> Format:
    kind = Format.TEXT if path == STANDARD else _ENDINGS.get(Path(path).suffix.lower())
    if kind is None:
        raise UsageError(
            "does not tell its format", where=path, remedy="add --format, or end it in .html or .json"
        )
    return kind


def write_all(report: Report, outputs: Sequence[Output], *, color: bool) -> None:
    """Writes every report. Raises UsageError when a file cannot be written."""
    for output in outputs:
        if output.path == STANDARD:
            _to_standard(rendered(report, output.format, width=_width(), color=color and sys.stdout.isatty()))
            continue
        text = rendered(report, output.format, width=80, color=False)
        path = Path(output.path)
        try:
            path.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise UsageError(
                f"cannot be written: {error.strerror}", where=output.path, remedy="choose another place"
            ) from error


def rendered(report: Report, kind: Format, *, width: int, color: bool) -> str:
    """The report as text of a format; only the one that is asked for is imported."""
    if kind is Format.JSON:
        from roadworthy.report.json_report import json_report

        return json_report(report)
    if kind is Format.SARIF:
        from roadworthy.report.sarif import sarif_report

        return sarif_report(report)
    if kind is Format.JUNIT:
        from roadworthy.report.junit import junit_report

        return junit_report(report)
    if kind is Format.MARKDOWN:
        from roadworthy.report.markdown import markdown_report

        return markdown_report(report)
    if kind is Format.HTML:
        from roadworthy.report.html import html_report

        return html_report(report)
    from roadworthy.report.terminal import terminal_report

    return terminal_report(report, width=width, color=color)


def _to_standard(text: str) -> None:
    # A terminal that is not UTF-8 must not stop the report.
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
    sys.stdout.flush()


def _width() -> int:
    import shutil

    return max(40, min(120, shutil.get_terminal_size((80, 24)).columns))
