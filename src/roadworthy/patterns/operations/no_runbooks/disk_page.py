"""Runbook: the disk is full."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.patterns.operations.no_runbooks import shell as sh
from roadworthy.patterns.operations.no_runbooks.page import Page, bullets, named, shell
from roadworthy.patterns.operations.no_runbooks.phrases import (
    ADDRESS,
    write_down,
)
from roadworthy.views.failures.faults import Fault


def disk_page(app: App, fault: Fault) -> Page:
    """The runbook."""
    folders = [
        static.folder
        for static in app.statics
        if "upload" in static.folder.lower() and sh.safe_path(static.folder)
    ]
    where = folders[0] if folders else "."
    return Page(
        title="The disk is full",
        intro=(f"The app keeps files on it{f', in {named(folders)}' if folders else ''}. {ADDRESS}",),
        signs=(
            bullets(
                (
                    "Uploads fail while pages still load.",
                    "The log says `ENOSPC` or `No space left on device`.",
                )
            ),
        ),
        check=(
            "How full is it, and what takes the space?",
            shell("df -P ."),
            shell(f"du -sk {where}/* 2>/dev/null | sort -n | tail -5"),
        ),
        contain=("Tell users that files cannot be sent for now.",),
        cure=(
            "Remove old logs and old builds first; never the users' files and never files of a database.",
            shell("sudo journalctl --vacuum-size=200M"),
            "Then make the volume larger in the provider's console.",
        ),
        confirm=(
            "Less than nine tenths are used, and the app is well:",
            shell(f"{_SPACE_LEFT} && {sh.app_is_well(app)}"),
        ),
        afterwards=(
            bullets(
                (
                    write_down("the disk was full"),
                    "Set a limit on the size and number of files that one person may send.",
                )
            ),
        ),
    )


_SPACE_LEFT = "test \"$(df -P . | awk 'NR == 2 { print $5 + 0 }')\" -lt 90"
