"""A repair is one commit that passed the gate, or it is undone and the reason is said. Without running the app."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_app import audit, bench, small_app
from repositories import run_git

from roadworthy.errors import RepairRefused, UsageError
from roadworthy.repair.repairing import repair_all, repair_gap
from roadworthy.repair.undo import undo_repair
from roadworthy.repair.worktree import open_worktree

BRANCH = "roadworthy/test"
FIXED = ("fixed", "not verified by running the app: running the app was not asked for")


def mark(name: str) -> str:
    return f"module.exports = () => ({{ a: 1 }}); // gap: {name}\n"


def results(root: Path, **options: object) -> dict[str, tuple[str, str]]:
    """State and reason of each gap after repairing all, by the pattern's name."""
    found = {}
    with open_worktree(root, BRANCH) as worktree:
        for event in repair_all(worktree, audit(root).gaps, bench(**options)):  # type: ignore[arg-type]
            if event.result is not None:
                fix = event.result.fix
                assert fix is not None
                found[event.result.pattern.split("/")[1]] = (event.result.state, fix.reason or fix.outcome)
    return found


def test_each_repair_is_a_commit_of_its_own_with_its_reasons(tmp_path: Path) -> None:
    root = small_app(tmp_path / "app")
    assert set(results(root).values()) == {FIXED}
    titles = run_git(root, "log", "--reverse", "--format=%s", f"main..{BRANCH}").splitlines()
    assert titles == ["Repair leak", "Repair text-total", "Repair token"]
    assert "password" not in run_git(root, "show", f"{BRANCH}:routes/users.js")
    assert "token" not in run_git(root, "show", f"{BRANCH}:routes/users.js")
    text = run_git(root, "log", "-1", "--format=%B", f"{BRANCH}")
    assert "It was unsafe." in text
    assert "says so." in text
    assert "Not verified by running the app." in text
    trailer = run_git(root, "log", "-1", "--format=%(trailers:key=Roadworthy-Gap,valueonly)", BRANCH)
    assert trailer.strip() in {gap.id for gap in audit(root).gaps}


def test_repairs_that_fail_are_undone_and_the_others_stay(tmp_path: Path) -> None:
    names = ("unparsable", "untouched", "refused", "brief", "faulty")
    root = small_app(tmp_path / "app", **{name: mark(name) for name in names})
    found = results(root)
    assert found["leak"] == found["token"] == FIXED
    assert found["brief"] == ("suspected", "brief")
    assert found["unparsable"] == ("fix-failed", "parse: routes/unparsable.js no longer parses")
    assert found["untouched"] == ("fix-failed", "audit: the audit still finds the gap after it")
    assert found["faulty"] == ("fix-failed", "fix: its fix failed: KeyError: 'details'")
    assert found["refused"][1].startswith("apply: routes/items.js: bytes 0-9999 lie outside")
    changed = run_git(root, "diff", "--name-only", "main", BRANCH).split()
    assert changed == ["routes/orders.js", "routes/users.js"]


def test_a_gap_that_is_gone_already_needs_no_commit(tmp_path: Path) -> None:
    root = small_app(tmp_path / "app")
    leak = next(gap for gap in audit(root).gaps if gap.pattern.endswith("leak"))
    with open_worktree(root, BRANCH) as worktree:
        first = repair_gap(worktree, leak, bench())
        again = repair_gap(worktree, leak, bench())
        assert len(worktree.commits()) == 1
    assert first.fix is not None and first.fix.files == ("routes/users.js",)
    assert '-  { id: 1, email: "a@example.test", password: "x" }' in first.fix.diff
    assert again.state == "fixed" and again.fix is not None
    assert again.fix.reason == "an earlier repair closed this gap too"


def test_one_repair_is_undone_by_its_gap(tmp_path: Path) -> None:
    root = small_app(tmp_path / "app")
    results(root)
    orders = next(gap for gap in audit(root).gaps if gap.subject == "GET /api/orders")
    undone = undo_repair(root, BRANCH, orders.id[:6])
    assert (undone.gap, undone.title) == (orders.id, "Repair text-total")
    assert '"12"' in run_git(root, "show", f"{BRANCH}:routes/orders.js")
    assert "password" not in run_git(root, "show", f"{BRANCH}:routes/users.js")
    with pytest.raises(UsageError, match="no repair of"):
        undo_repair(root, BRANCH, orders.id)


def test_neighbouring_repairs_are_undone_last_first(tmp_path: Path) -> None:
    root = small_app(tmp_path / "app")
    results(root)
    leak, token = (
        next(gap for gap in audit(root).gaps if gap.pattern.endswith(name)) for name in ("leak", "token")
    )
    with pytest.raises(RepairRefused, match="undo the later ones first"):
        undo_repair(root, BRANCH, leak.id)
    undo_repair(root, BRANCH, token.id)
    undo_repair(root, BRANCH, leak.id)
    assert run_git(root, "diff", "main", BRANCH, "--", "routes/users.js") == ""


# --- agents ----------------------------------------------------------------------------------------------

CLOSES = "sed -i 's, // gap: brief,,' routes/brief.js && cp {brief} {brief}.seen"


def by_agent(tmp_path: Path, command: str) -> tuple[tuple[str, str], Path]:
    root = small_app(tmp_path / "app", brief=mark("brief"))
    return results(root, agent=command)["brief"], root


def test_an_agent_writes_what_has_no_mechanical_repair(tmp_path: Path) -> None:
    copy = tmp_path / "brief-as-seen.md"
    found, root = by_agent(tmp_path, CLOSES.replace("{brief}.seen", str(copy)))
    assert found == FIXED
    assert "gap" not in run_git(root, "show", f"{BRANCH}:routes/brief.js")
    assert ".roadworthy" not in run_git(root, "ls-tree", "-r", "--name-only", BRANCH)
    text = copy.read_text()
    for part in (
        "# Think about it",
        "Decide what to do.",
        "Keep it small.",
        "It works.",
        "routes/brief.js says so.",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("true", "brief"),
        ("exit 3", "brief"),
        ("echo '}' >> routes/brief.js; sed -i 's, // gap: brief,,' routes/brief.js", "brief"),
        ("echo '// more' >> routes/brief.js", "brief"),
    ],
)
def test_an_agent_that_does_not_close_the_gap_leaves_nothing(
    tmp_path: Path, command: str, reason: str
) -> None:
    found, root = by_agent(tmp_path, command)
    assert found == ("suspected", reason)
    assert run_git(root, "diff", "main", BRANCH, "--", "routes/brief.js") == ""


def test_an_agent_that_commits_itself_is_one_commit_all_the_same(tmp_path: Path) -> None:
    commits = "git -c user.name=a -c user.email=a@example.test commit -qam x"
    found, root = by_agent(tmp_path, f"sed -i 's, // gap: brief,,' routes/brief.js && {commits}")
    assert found == FIXED
    assert run_git(root, "log", "-1", "--format=%s %an", BRANCH).strip() == "Think about it Roadworthy"


def test_a_run_that_is_stopped_leaves_no_unjudged_repair(tmp_path: Path) -> None:
    root = small_app(tmp_path / "app")
    with open_worktree(root, BRANCH) as worktree:
        events = repair_all(worktree, audit(root).gaps, bench())
        for event in events:
            if event.stage == "audit":
                break
        assert worktree.head != worktree.base
        events.close()  # type: ignore[attr-defined]
        assert worktree.head == worktree.base
    assert "roadworthy" not in run_git(root, "branch", "--list")
