"""Has whoever runs the app start it again: compose services and systemd units."""

from __future__ import annotations

import re

from roadworthy.app import App
from roadworthy.app.deployment import Process
from roadworthy.edits.edit import Change
from roadworthy.views.operations.hosting import app_processes


def restart_always(app: App) -> list[Change]:
    """A restart policy for each of the app's own services and units that has none. No change where no file runs it."""
    changes = []
    for process in app_processes(app):
        if process.kind == "compose" and not process.restarts:
            changes += _service(app, process)
        elif (
            process.kind == "systemd"
            and not process.restarts
            and not process.name.endswith("-backup.service")
        ):
            changes += _unit(app, process)
    return changes


def _service(app: App, process: Process) -> list[Change]:
    lines = app.text(process.location.path).splitlines(keepends=True)
    first = process.location.start_line - 1
    inner = re.match(r"[ ]+", lines[first + 1]) if first + 1 < len(lines) else None
    if inner is None:
        return []
    start = len("".join(lines[: first + 1]).encode())
    deep = len(inner.group())
    block = re.match(rf"((?:[ ]{{{deep},}}.*\n?)+)", "".join(lines[first + 1 :]))
    written = re.search(r"^[ ]+restart:.*\n?", block.group(), re.M) if block is not None else None
    if written is not None and block is not None:
        begin = start + len(block.group()[: written.start()].encode())
        end = begin + len(written.group().encode())
        return [Change(process.location.path, begin, end, f"{inner.group()}restart: unless-stopped\n")]
    return [Change(process.location.path, start, start, f"{inner.group()}restart: unless-stopped\n")]


def _unit(app: App, process: Process) -> list[Change]:
    text = app.text(process.location.path)
    written = re.search(r"^Restart=.*$", text, re.M)
    if written is not None:
        start, end = (len(text[:place].encode()) for place in written.span())
        return [Change(process.location.path, start, end, "Restart=always")]
    command = re.search(r"^ExecStart=.*\n", text, re.M)
    if command is None or re.search(r"^Type=oneshot", text, re.M):
        return []
    start = len(text[: command.end()].encode())
    return [Change(process.location.path, start, start, "Restart=always\nRestartSec=2\n")]
