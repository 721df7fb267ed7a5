"""Writes the runbooks that are missing, about the app's real services, commands and names."""

from __future__ import annotations

import posixpath

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.edits import Brief, Change, Edits, NewFile, Review
from roadworthy.patterns.operations.no_runbooks.finding import RunbookGap
from roadworthy.patterns.operations.no_runbooks.page import bullets
from roadworthy.patterns.operations.no_runbooks.pages import page
from roadworthy.views.failures.faults import Fault
from roadworthy.views.operations.runbooks import runbooks, says_what_to_do

_FOLDER = "docs/runbooks"


def fix(gap: Gap, app: App) -> Edits | Brief:
    """One page for each fault without a runbook, and an index of all of them."""
    found: RunbookGap = gap.details
    folder = _folder(app)
    changes: list[Change] = []
    files: list[NewFile] = []
    for fault in found.missing:
        _put(app, f"{folder}/{fault.name}.md", page(app, fault).markdown(), changes, files)
    if not _exists(app, f"{folder}/README.md"):
        files.append(NewFile(f"{folder}/README.md", _index(app, found.missing)))
    return Edits(
        title="Say what to do when it fails at night",
        why=f"{gap.message}. Each runbook has signs, checks, cure and a command that tells when it is over.",
        review=Review.READ,
        changes=tuple(changes),
        files=tuple(files),
        notes=("Add the addresses of your providers' consoles, and who may open them.",),
    )


def _folder(app: App) -> str:
    """Where the app keeps its runbooks already, else docs/runbooks."""
    folders = [posixpath.dirname(one.path) for one in runbooks(app)]
    return next((folder for folder in folders if "book" in posixpath.basename(folder)), _FOLDER)


def _put(app: App, path: str, text: str, changes: list[Change], files: list[NewFile]) -> None:
    """A new file; in place of one that is only a placeholder; beside one that says something else."""
    if not _exists(app, path):
        files.append(NewFile(path, text))
        return
    content = app.read(path)
    if says_what_to_do(content.decode("utf-8", "replace")):
        files.append(NewFile(path.removesuffix(".md") + "-roadworthy.md", text))
    else:
        changes.append(Change(path, 0, len(content), text))


def _exists(app: App, path: str) -> bool:
    return path in app.deployment.documents


def _index(app: App, missing: tuple[Fault, ...]) -> str:
    lines = [f"[{page(app, fault).title}]({fault.name}.md)" for fault in missing]
    lines += [
        f"[{posixpath.basename(one.path)}]({posixpath.basename(one.path)})"
        for one in runbooks(app)
        if posixpath.dirname(one.path) == _folder(app)
    ]
    return (
        "# Runbooks\n\nWhat to do when it fails at night. Take the page whose signs fit; follow its numbers.\n\n"
        f"{bullets(lines)}\n\nThe commands need `sh`, `curl` and the app's environment. A page that was wrong is corrected on the same day.\n"
    )
