"""Looks for files that a request reads, changes and writes whole, while another does the same."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Use
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.concurrency.lost_update.finding import FileRace
from roadworthy.regex import regex
from roadworthy.views.code.awaiting import awaiting

_READS = regex(r"^(open|io\.open)$|\.read_text$")
_WRITES = regex(r"^(open|io\.open)$|\.write_text$")
_LOCKS = regex(r"\b(R?Lock|FileLock|SoftFileLock|Semaphore)\(|\b(flock|lockf|portalocker)\b")


def judge_file(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of a request that puts its own into a file of everybody's, read before; None elsewhere."""
    if endpoint.method in ("GET", "HEAD", "OPTIONS"):
        return None
    for read, write in _pairs(endpoint):
        if _takes_turns(app, read, write):
            continue
        name = str(write.arguments[0]).strip("'") if write.arguments[0].kind == "constant" else "a file"
        return gap(
            endpoint.subject,
            f"Two requests at the same moment write {name} whole, each from what it read before",
            impact="What one of them added or changed is gone, though it was answered as stored",
            locations=(write.location, endpoint.location, read.location),
            evidence=(
                f"{read.location} reads the file, {write.location} writes all of it, and nothing is locked between",
            ),
            severity=Severity.MEDIUM,
            details=FileRace(endpoint),
        )
    return None


def _pairs(endpoint: Endpoint) -> Iterator[tuple[Use, Use]]:
    """A file's reading and its writing, by the same name, that the request does not choose."""
    opened = [use for use in endpoint.uses if use.kind == "path" and use.arguments]
    for number, write in enumerate(opened):
        if not _WRITES.search(write.api) or (write.api.endswith("open") and _mode(write) != "w"):
            continue
        if any(leaf.from_request for leaf in write.arguments[0].leaves()):
            continue
        for read in opened[:number]:
            reads = _READS.search(read.api) and (not read.api.endswith("open") or _mode(read) == "r")
            if reads and str(read.arguments[0]) == str(write.arguments[0]):
                yield read, write


def _mode(use: Use) -> str:
    """The first letter of how a file is opened."""
    given = use.keyword("mode") or (use.arguments[1] if len(use.arguments) > 1 else None)
    return str(given.value)[:1] if given is not None and given.kind == "constant" else "r"


def _takes_turns(app: App, read: Use, write: Use) -> bool:
    """Whether a lock is held somewhere there, or nothing can come between: an async function does not wait for a file."""
    known = app.view(awaiting)
    holding = known.function_at(write.location)
    return (holding is not None and holding.is_async) or any(
        _LOCKS.search(app.read(place.path).decode(errors="replace"))
        for place in (read.location, write.location)
    )
