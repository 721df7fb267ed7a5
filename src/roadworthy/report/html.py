"""The report as one self-contained page."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from msgspec import Struct

from roadworthy.proof.placeholders import explained
from roadworthy.regex import regex
from roadworthy.report.curve import charts, number, number_rows
from roadworthy.report.matrix import GLYPHS, matrix
from roadworthy.report.record import Report
from roadworthy.report.summary import (
    WORDS,
    DimensionCount,
    dimension_counts,
    headline,
    next_step,
    plural,
    standing,
)
from roadworthy.report.tasks import tasks
from roadworthy.source.visible import visible, visible_code

_CHIPS = {
    "proven": "proven",
    "fix-failed": "proven",
    "suspected": "suspected",
    "flaky": "suspected",
    "untestable": "untestable",
    "fixed": "repaired",
    "cleared": "clear",
    "accepted": "accepted",
}
_PARTS = ("proven", "suspected", "repaired", "clear", "accepted", "unknown")
_QUOTED = regex("`([^`]+)`")
LEAST_SHARE = 2.5
"""Percent of a bar that a single gap gets at least, so that it is seen beside a hundred clear checks."""


class Segment(Struct, frozen=True):
    """A piece of a bar, in percent of its width."""

    part: str
    start: float
    width: float


def html_report(report: Report) -> str:
    """One HTML file that asks the network for nothing and runs no script but its own.

    Every text of the app is escaped; the Content-Security-Policy names the hashes of the one style and the one script.
    """
    style, script = _asset("style.css"), _asset("script.js")
    counts = dimension_counts(report)
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            report=report,
            policy=policy,
            style=Markup(style),  # ours, and its hash is in the policy
            script=Markup(script),
            headline=headline(report),
            standing=standing(report),
            tasks=tasks(report),
            counts=counts,
            shown_parts=[part for part in _PARTS if any(getattr(count, part) for count in counts)],
            matrix=matrix(report),
            next_step=next_step(report),
            placeholders=explained(_commands(report)),
        )
    )


def _commands(report: Report) -> Iterator[str]:
    for gap in report.gaps:
        for shown in (gap.before, gap.reproduction):
            yield from (step.command for step in shown.steps) if shown is not None else ()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("roadworthy.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "visible": visible,
        "code": visible_code,
        "prose": prose,
        "number": number,
        "chip": lambda state: _CHIPS.get(state, "suspected"),
        "words": lambda state: WORDS.get(state, state),
        "diff_lines": diff_lines,
        "segments": segments,
        "charts": charts,
        "number_rows": number_rows,
        "web": web_address,
    }
    environment.globals |= {"plural": plural, "glyphs": GLYPHS}
    return environment


def _harmless(value: object) -> object:
    # Every value passes here on its way into the page, so that no template can forget.
    return visible_code(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def prose(text: str) -> Markup:
    """A sentence, escaped; what stands in backticks is shown as code."""
    return Markup(_QUOTED.sub(r"<code>\1</code>", str(escape(visible(text)))))


def web_address(reference: str) -> str:
    """The reference when it can be linked, '' when it is something other than a web page."""
    return reference if reference.startswith("https://") else ""


def segments(count: DimensionCount) -> tuple[Segment, ...]:
    """The bar of a dimension: shares of its checks, from proven to clear."""
    shares = [(part, getattr(count, part)) for part in _PARTS if getattr(count, part)]
    raised = [(part, max(100 * share / count.checks, LEAST_SHARE)) for part, share in shares]
    whole = sum(width for _, width in raised)
    return tuple(_stacked([(part, 100 * width / whole) for part, width in raised]))


def _stacked(widths: list[tuple[str, float]]) -> Iterator[Segment]:
    start = 0.0
    for part, width in widths:
        yield Segment(part, round(start, 2), round(width, 2))
        start += width


def diff_lines(diff: str) -> tuple[tuple[str, str], ...]:
    """Each line of a unified diff with its kind: add, del, hunk, file or same."""
    return tuple((_kind(line), visible_code(line)) for line in diff.rstrip("\n").split("\n"))


def _kind(line: str) -> str:
    if line.startswith(("diff ", "+++", "---", "index ", "new file", "deleted file")):
        return "file"
    return {"+": "add", "-": "del", "@": "hunk"}.get(line[:1], "same")


@cache
def _asset(name: str) -> str:
    return resources.files("roadworthy.report").joinpath("templates", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
