"""An end in order, a listener for the pool's errors, answers for rejections, and somebody who starts the app again."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.edits import Brief, Change, Edits, NewFile, Review
from roadworthy.edits.express_catch import answer_failures
from roadworthy.edits.express_shutdown import end_in_order, hear_escaped, hear_pool
from roadworthy.edits.restart_policy import restart_always
from roadworthy.errors import RepairRefused
from roadworthy.patterns.uptime.crash_without_recovery.finding import CrashGap

_SORRY = "This is not available at the moment. Please try again in a minute."


def fix(gap: Gap, app: App) -> Edits | Brief:
    """What is missing at the app's ends; a brief where no file of the repository runs it."""
    found: CrashGap = gap.details
    try:
        restarts = restart_always(app) if not found.restarts else []
        restarted = bool(restarts or found.restarts)
        changes, files = _node(found, app, restarted) if found.runtime == "node" else ([], [])
    except RepairRefused as refused:
        return _brief(gap, str(refused))
    if not changes and not restarts:
        return _brief(gap, "no file of the repository runs it")
    return Edits(
        title="End in order, and start again after a crash"
        if changes
        else "Start the app again after a crash",
        why=f"{gap.message}. {_why(found, bool(changes), bool(restarts))}",
        review=Review.READ if changes else Review.GLANCE,
        changes=(*changes, *restarts),
        files=tuple(files),
        notes=()
        if restarts or found.restarts
        else ("No file of the repository starts it again: see that whatever runs it does.",),
    )


def _node(found: CrashGap, app: App, restarted: bool) -> tuple[list[Change], list[NewFile]]:
    changes: list[Change] = [hear_pool(app, place) for place in found.deaf]
    for endpoint in found.loose:
        changes += answer_failures(app, endpoint, _SORRY)
    files: list[NewFile] = []
    if not found.drained:
        added, files = end_in_order(app, __package__ or "", found.last)
        changes += added
    elif not found.last and not restarted:
        changes += hear_escaped(app)
    return changes, files


def _why(found: CrashGap, changed: bool, restarts: bool) -> str:
    parts = []
    if changed and not found.drained:
        parts.append(
            "At SIGTERM it now takes no more requests, finishes those under way, closes its database and ends."
        )
    if found.deaf:
        parts.append("Errors of idle database connections are logged.")
    if found.loose:
        parts.append("Handlers answer 503 instead of ending the process.")
    if restarts:
        parts.append("The file that runs it starts it again.")
    return " ".join(parts)


def _brief(gap: Gap, why: str) -> Brief:
    return Brief(
        title="End in order, and start again after a crash",
        task=f"{gap.message}. See that it finishes its requests at SIGTERM, outlives a restart of its database, and is started again after a crash ({why}).",
        constraints=(
            "after an error that escaped everything the process ends: nobody knows its state",
            "it ends within the time that the platform gives it, ten seconds for Docker",
        ),
        acceptance=(
            "a request that is under way at SIGTERM is answered",
            "after the process is killed it runs again within seconds, without anybody's help",
        ),
    )
