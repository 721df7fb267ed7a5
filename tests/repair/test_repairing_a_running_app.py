"""Repairs of a real app that really runs: the reproduction that failed passes, and the app still works."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_app import audit, bench, small_app
from repositories import everything, run_git, write

from roadworthy.audit import AuditedGap
from roadworthy.repair.bench import RepairEvent
from roadworthy.repair.repairing import repair_all
from roadworthy.repair.undo import undo_repair
from roadworthy.repair.worktree import open_worktree, reopen_worktree
from roadworthy.trial import Trial, open_trial

pytestmark = pytest.mark.trial
BRANCH = "roadworthy/test"
SECRET = "module.exports = () => ({{ a: 1 }}); // gap: {}\n"


def repaired(root: Path) -> tuple[list[RepairEvent], dict[str, AuditedGap]]:
    with open_worktree(root, BRANCH) as worktree:
        events = list(repair_all(worktree, audit(root).gaps, bench(run=True)))
    return events, {event.result.pattern.split("/")[1]: event.result for event in events if event.result}


def test_a_repair_is_seen_to_work_and_its_undo_brings_the_gap_back(tmp_path: Path) -> None:
    root = small_app(tmp_path / "app")
    before = everything(root)
    events, results = repaired(root)
    assert everything(root) == before
    leak = results["leak"]
    assert leak.before is not None and leak.reproduction is not None
    assert (leak.before.state, leak.reproduction.state) == ("proven", "cleared")
    assert [event.stage for event in events].count("boot") == 2, (
        "one boot for all repairs, started and passed"
    )
    text = run_git(root, "log", "--format=%B", f"main..{BRANCH}")
    assert "- Before: The answer holds password." in text
    assert "- After: The answer holds nothing secret." in text

    token = results["token"]
    undo_repair(root, BRANCH, token.id)
    with reopen_worktree(root, BRANCH) as worktree, open_trial(worktree.folder, bench_plan(root)) as trial:
        assert shows(trial, "token")
        assert not shows(trial, "password")


def bench_plan(root: Path):  # type: ignore[no-untyped-def]
    plan = bench(run=True).plan
    assert plan is not None
    return plan(root, audit(root).app)


def shows(trial: Trial, word: str) -> bool:
    return word in trial.send("anonymous", "GET", "/api/users").text


def test_repairs_that_break_the_app_are_found_among_good_ones(tmp_path: Path) -> None:
    root = small_app(tmp_path / "app")
    for name in ("no-start", "no-flow", "no-effect"):
        write(root, {f"routes/{name}.js": SECRET.format(name)})
    _, results = repaired(root)
    assert {name: gap.state for name, gap in results.items()} == {
        "leak": "fixed",
        "token": "fixed",
        "text-total": "fixed",
        "no-start": "fix-failed",
        "no-flow": "fix-failed",
        "no-effect": "fix-failed",
    }
    reasons = {name: gap.fix.reason for name, gap in results.items() if gap.fix}
    assert reasons["no-start"].startswith("boot: start: the app ended while starting")
    assert (
        reasons["no-flow"] == "normal flow: anonymous's GET /api/items was answered with 200 and now with 400"
    )
    assert reasons["no-effect"] == "reproduction: its reproduction still fails: The answer holds email."
    changed = run_git(root, "diff", "--name-only", f"{BRANCH}~3", BRANCH).split()
    assert changed == ["routes/orders.js", "routes/users.js"]
