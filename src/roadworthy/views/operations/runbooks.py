"""The documents of an app that say what to do when something fails."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.views.failures.faults import Fault, words_for
from roadworthy.views.operations.documents import headings

_NAMED = regex(r"run[-_ ]?books?|play[-_ ]?books?|disaster[-_ ]?recovery", re.I)
# Headings under which people keep such advice in a longer document.
_HEADED = regex(
    r"\b(run|play)[ -]?books?\b|\boutage"
    r"|\b(database|db|server|site|app|api|service|payments?|e?mail|stripe|redis) (is |are |goes )?down\b",
    re.I,
)
_STEP = regex(r"^\s*(\d+[.)]|[-*])\s+\S", re.M)
_COMMAND = regex(r"```|`[^`\n]{4,}`")
_FEWEST_WORDS = 15
_LARGEST = 300_000


class Runbook(Struct, frozen=True):
    """One document, or the part of one under a heading. `line` counts from 1."""

    path: str
    line: int
    text: str


def runbooks(app: App) -> tuple[Runbook, ...]:
    """The runbooks of an app. A file with a title and nothing to do in it is none."""
    return app.view(_runbooks)


def _runbooks(app: App) -> tuple[Runbook, ...]:
    found = [runbook for path in app.deployment.documents for runbook in _in_document(app, path)]
    return tuple(runbook for runbook in found if not _is_index(runbook, found))


def _in_document(app: App, path: str) -> Iterator[Runbook]:
    text = app.read(path)[:_LARGEST].decode("utf-8", "replace").replace("\r\n", "\n")
    if _NAMED.search(path):
        yield from [Runbook(path, 1, text)] if says_what_to_do(text) else []
        return
    for line, section in _sections(text):
        if says_what_to_do(section):
            yield Runbook(path, line, section)


def says_what_to_do(text: str) -> bool:
    """Whether a text has steps or commands and is more than a placeholder."""
    steps = len(_STEP.findall(text)) >= 2 or bool(_COMMAND.search(text))
    return steps and len(text.split()) >= _FEWEST_WORDS


def _sections(text: str) -> Iterator[tuple[int, str]]:
    """The parts of a document whose heading announces such advice, with the line of the heading."""
    lines = text.split("\n")
    heads = list(headings(lines))
    for number, (line, level, title) in enumerate(heads):
        if _HEADED.search(title):
            end = next((other for other, deep, _ in heads[number + 1 :] if deep <= level), len(lines))
            yield line + 1, "\n".join(lines[line:end])


def _is_index(runbook: Runbook, found: list[Runbook]) -> bool:
    """A list of the other runbooks names every fault and tells nothing about any."""
    folder, name = posixpath.split(runbook.path)
    others = any(posixpath.dirname(other.path) == folder and other.path != runbook.path for other in found)
    return others and name.lower().startswith(("readme", "index"))


def runbook_for(app: App, fault: Fault) -> Runbook | None:
    """The runbook for a fault: the one that is named like it, else the first that speaks of it."""
    words = words_for(fault)
    if not words.pattern:
        named = [one for one in runbooks(app) if fault.name in one.path or fault.variable in one.text]
        return named[0] if named else None
    speaking = [one for one in runbooks(app) if words.search(one.path) or words.search(one.text)]
    by_name = [
        one for one in speaking if fault.name in one.path or words.search(posixpath.basename(one.path))
    ]
    return next(iter([*by_name, *speaking]), None)
