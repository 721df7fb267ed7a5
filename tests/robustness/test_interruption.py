"""Ctrl-C and kill -9 at any moment: the user's files as they were, no process behind, the next run works."""

from __future__ import annotations

import signal
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from bad_apps import pages, write
from commands import Watched
from repositories import everything, run_git
from trial_processes import all_ended, descendants, gone

pytestmark = pytest.mark.trial

DAEMON = """
require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {{}}, 1000)", "{marker}"],
  {{ detached: true, stdio: "ignore" }}).unref();
"""
ONLY = ("--select", "network")


class Shop:
    """An app under git with work that is not committed, whose server leaves a process behind that has a `marker`."""

    def __init__(self, folder: Path) -> None:
        self.marker = f"marker{uuid.uuid4().hex}"
        self.root = pages(folder / "app", DAEMON.format(marker=self.marker))
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        run_git(self.root, "init", "--quiet", "--initial-branch=main")
        run_git(self.root, "add", "--all")
        run_git(self.root, "commit", "--quiet", "-m", "First")
        write(self.root, {"notes.md": "not committed", "public/new.txt": "staged", "README.md": "new"})
        run_git(self.root, "add", "public/new.txt")
        self.before = self.state()

    def state(self) -> dict[str, bytes]:
        own = str(self.root / ".roadworthy")
        found = {path: content for path, content in everything(self.root).items() if not path.startswith(own)}
        return {**found, "worktrees": self._worktrees()}

    def _worktrees(self) -> bytes:
        """The worktrees that exist: git lists those of killed runs until it is asked to prune."""
        lines = run_git(self.root, "worktree", "list", "--porcelain").splitlines()
        paths = [line.removeprefix("worktree ") for line in lines if line.startswith("worktree ")]
        return "\n".join(path for path in paths if not path.startswith(str(self.temporary))).encode()

    def run(self, command: str) -> Watched:
        return Watched(command, *ONLY, cwd=self.root, environment={"TMPDIR": str(self.temporary)})

    def interrupt(self, command: str, moment: str, how: signal.Signals) -> None:
        """Interrupts a command as soon as its progress tells of a moment."""
        running = self.run(command)
        running.wait_for(moment)
        started = descendants(running.process.pid)
        running.process.send_signal(how)
        code = running.end()
        if how == signal.SIGINT:
            assert code == 130, running.lines
            assert running.lines[-1] == "roadworthy: interrupted; what was started was stopped"
            assert list(self.temporary.iterdir()) == []
        assert all_ended(started)
        assert gone(self.marker)
        assert self.state() == self.before


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_proving_can_be_interrupted_at_any_moment(tmp_path: Path, how: signal.Signals) -> None:
    shop = Shop(tmp_path)
    for moment in ("patterns", "packages", "seed", "actors"):
        shop.interrupt("prove", f"  {moment}", how)
    after = shop.run("prove")
    assert after.end() == 0
    assert any("proven: app" in line for line in after.lines)
    assert gone(shop.marker)
    assert shop.state() == shop.before
    assert list(shop.temporary.iterdir()) == []


def test_repairing_can_be_interrupted_at_any_moment(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.interrupt("fix", "  patterns", signal.SIGINT)
    shop.interrupt("fix", "  baseline passed", signal.SIGKILL)
    shop.interrupt("fix", "  audit passed", signal.SIGINT)
    after = shop.run("fix")
    # The server of these tests is not the one that is repaired, so the repair cannot show that it closed the gap.
    assert after.end() in (0, 3)
    assert any("fix-failed: app" in line for line in after.lines)
    assert gone(shop.marker)
    assert shop.state() == shop.before
    assert list(shop.temporary.iterdir()) == []
    assert run_git(shop.root, "worktree", "list").count("\n") == 1


_HALF_MADE = """
import asyncio
from roadworthy.cli import main

def begin(arguments):
    # The moment inside of an event loop's constructor.
    main.kept = asyncio.SelectorEventLoop.__new__(asyncio.SelectorEventLoop)
    raise KeyboardInterrupt

main._done = begin
main.main(["audit"])
"""


def test_what_was_half_made_when_it_was_stopped_has_not_the_last_word() -> None:
    ended = subprocess.run([sys.executable, "-c", _HALF_MADE], capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (
        130,
        "roadworthy: interrupted; what was started was stopped\n",
    )
