"""Lets the user's own coding agent write a repair. It gets a brief and a deadline, and no say in the verdict."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess

from roadworthy.audit import AuditedGap
from roadworthy.edits import Brief
from roadworthy.errors import AppError, RepairRefused
from roadworthy.proof.placeholders import explained
from roadworthy.repair.candidate import TITLE
from roadworthy.repair.worktree import Worktree

BRIEF = ".roadworthy/brief.md"
LOG = ".roadworthy/agent.log"
# Besides what the gap asks for.
_CONSTRAINTS = (
    "Change only what the repair needs; keep the app's features, style and formatting.",
    "Do not commit, do not switch branches, do not touch files outside this folder.",
    "Do not silence the check: the gap must be closed in the code.",
)
_ACCEPTANCE = (
    "The code parses and type-checks as well as before, and the app's own tests are no worse.",
    "The app builds, starts, and its normal flow works as before.",
    "The audit no longer finds this gap, and the reproduction below passes.",
)


def brief_text(gap: AuditedGap, why: Brief | str) -> str:
    """The brief as Markdown: the gap, its evidence, the reproduction, constraints and acceptance.

    `why` is the pattern's brief, or the reason for which its own repair was refused.
    """
    task = why.task if isinstance(why, Brief) else f"The mechanical repair was refused: {why}"
    places = [f"`{place.path}` lines {place.start_line}-{place.end_line}" for place in gap.locations]
    sections = [
        f"# {why.title if isinstance(why, Brief) else gap.message}",
        f"{gap.message}\n\n{gap.impact}\n\nPattern `{gap.pattern}` on `{gap.subject}`, severity {gap.severity}.",
        _section("Task", task),
        _section("Where", _list(places)),
        _section("Evidence", _list(gap.evidence)),
        _section("Reproduction", _reproduction(gap)),
        _section("Constraints", _list((*(why.constraints if isinstance(why, Brief) else ()), *_CONSTRAINTS))),
        _section("Acceptance", _list((*(why.acceptance if isinstance(why, Brief) else ()), *_ACCEPTANCE))),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _section(title: str, text: str) -> str:
    return f"## {title}\n\n{text}" if text else ""


def _list(lines: tuple[str, ...] | list[str]) -> str:
    return "\n".join(f"- {' '.join(line.split())}" for line in lines)


def _reproduction(gap: AuditedGap) -> str:
    shown = gap.reproduction
    if shown is None:
        return ""
    steps = []
    for number, step in enumerate(shown.steps, 1):
        steps.append(f"{number}. {step.says}")
        if step.command:
            steps.append(f"\n   ```sh\n   {step.command}\n   ```")
        if step.shows:
            steps.append(f"\n   shows: `{step.shows}`\n")
    meant = explained(step.command for step in shown.steps)
    steps += ["", meant] if meant else []
    outcome = f"Expected: {shown.expect}\n\nObserved: {shown.observed}"
    return "\n".join((*steps, "", outcome)).strip()


def run_agent(worktree: Worktree, gap: AuditedGap, why: Brief | str, command: str, *, seconds: float) -> str:
    """Runs the user's command in the worktree and commits what it changed; the commit's hash.

    The command finds the brief in `.roadworthy/brief.md`, whose full path replaces `{brief}` and is in
    $ROADWORTHY_BRIEF; what it prints goes to `.roadworthy/agent.log`. It runs as the user, with the user's
    environment: it is theirs, unlike the app. Raises AppError when it fails or takes longer than `seconds`,
    RepairRefused when it changed nothing.
    """
    before = worktree.head
    brief = worktree.folder / BRIEF
    brief.parent.mkdir(exist_ok=True)
    brief.write_text(brief_text(gap, why))
    line = command.replace("{brief}", shlex.quote(str(brief)))
    with (worktree.folder / LOG).open("wb") as log:
        process = subprocess.Popen(
            ["/bin/sh", "-c", line],
            cwd=worktree.folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "ROADWORTHY_BRIEF": str(brief)},
            start_new_session=True,
        )
        code = _wait(process, seconds)
    if code != 0:
        said = "took too long" if code is None else f"ended with {code}"
        raise AppError(
            f"the agent {said}", where=line[:60], remedy="see its output in the worktree's agent.log"
        )
    title = why.title if isinstance(why, Brief) else f"{gap.subject}: {gap.message}"
    return _commit(worktree, title[:TITLE], before)


def _wait(process: subprocess.Popen[bytes], seconds: float) -> int | None:
    """The exit code, None when the deadline passed. Whatever the command started ends with it."""
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _commit(worktree: Worktree, title: str, before: str) -> str:
    """One commit of all the agent did, also of what it committed itself against the brief."""
    if worktree.head != before:
        worktree.soften(before)
    try:
        return worktree.commit(title)
    except RepairRefused as error:
        raise RepairRefused("the agent changed nothing", where=title) from error
