"""Repairs are commits on a branch; the user's working tree, index and branch are never touched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from repositories import everything, repository, run_git, write

from roadworthy.errors import RepairRefused, UsageError
from roadworthy.repair.worktree import GAP, Worktree, open_worktree, reopen_worktree

FILES = {"package.json": "{}\n", "server/index.ts": "export {};\n", ".gitignore": "dist\n.env*\nlogs\n"}
BRANCH = "roadworthy/test"


def repair(worktree: Worktree, path: str, text: str, gap: str = "") -> str:
    write(worktree.folder, {path: text})
    return worktree.commit(f"Change {path}", f"Because.\n\n{GAP}: {gap}" if gap else "")


def test_a_repair_is_on_the_branch_and_nowhere_else(tmp_path: Path) -> None:
    root = repository(tmp_path / "app", FILES)
    before = everything(root)
    with open_worktree(root, BRANCH) as worktree:
        commit = repair(worktree, "server/index.ts", "export const a = 1;\n", "1234abcd")
        assert worktree.folder != root
        assert everything(root) == before
    assert everything(root) == before
    assert run_git(root, "rev-parse", BRANCH).strip() == commit
    assert run_git(root, "show", f"{BRANCH}:server/index.ts") == "export const a = 1;\n"
    assert (
        run_git(root, "log", "-1", "--format=%an <%ae>", BRANCH).strip()
        == "Roadworthy <roadworthy@localhost>"
    )
    assert run_git(root, "worktree", "list").count("\n") == 1


def test_uncommitted_work_is_the_first_commit(tmp_path: Path) -> None:
    root = repository(tmp_path / "app", {**FILES, "old.ts": "old\n", "staged.ts": "one\n"})
    write(root, {"server/index.ts": "changed\n", "new.ts": "new\n", ".env": "SECRET=1", "staged.ts": "two\n"})
    write(root, {"dist/index.js": "built", "config/tls.key": "private"})
    run_git(root, "add", "staged.ts")
    (root / "old.ts").unlink()
    before = everything(root)
    with open_worktree(root, BRANCH) as worktree:
        assert everything(root) == before
        assert worktree.base != run_git(root, "rev-parse", "HEAD").strip()
        assert (worktree.folder / "server/index.ts").read_text() == "changed\n"
        assert (worktree.folder / "new.ts").read_text() == "new\n"
        assert (worktree.folder / "staged.ts").read_text() == "two\n"
        for absent in ("old.ts", "dist", ".env", "config/tls.key"):
            assert not (worktree.folder / absent).exists()
        repair(worktree, "server/index.ts", "repaired\n")
    assert everything(root) == before


def test_a_clean_tree_starts_at_head(tmp_path: Path) -> None:
    root = repository(tmp_path / "app", FILES)
    with open_worktree(root, BRANCH) as worktree:
        assert worktree.base == run_git(root, "rev-parse", "HEAD").strip()


def test_a_repository_without_a_commit_can_be_repaired(tmp_path: Path) -> None:
    run_git(tmp_path, "init", "--quiet", "--initial-branch=main")
    write(tmp_path, FILES)
    with open_worktree(tmp_path, BRANCH) as worktree:
        repair(worktree, "server/index.ts", "repaired\n")
    assert run_git(tmp_path, "show", f"{BRANCH}:server/index.ts") == "repaired\n"
    assert (tmp_path / "server/index.ts").read_text() == "export {};\n"


def test_an_app_in_a_subfolder_is_worked_on_there(tmp_path: Path) -> None:
    repository(tmp_path / "mono", {"apps/shop/package.json": "{}\n", "other.txt": "other\n"})
    root = tmp_path / "mono" / "apps" / "shop"
    with open_worktree(root, BRANCH) as worktree:
        assert (worktree.folder / "package.json").exists()
        assert not (worktree.folder / "other.txt").exists()
        commit = repair(worktree, "package.json", '{"name": "x"}\n')
        assert worktree.files(worktree.base, commit) == ("package.json",)
        assert "apps/shop/package.json" in worktree.diff(worktree.base, commit)


def test_an_app_outside_git_is_repaired_in_a_copy_that_stays(tmp_path: Path) -> None:
    root = tmp_path / "app"
    write(root, {**FILES, "node_modules/x/index.js": "x", ".env": "SECRET=1"})
    with open_worktree(root, BRANCH) as first:
        assert not (first.folder / ".env").exists()
        repair(first, "server/index.ts", "repaired\n", "1234abcd")
    assert (root / ".roadworthy/repaired/server/index.ts").read_text() == "repaired\n"
    assert (root / "server/index.ts").read_text() == "export {};\n"
    write(root, {"server/index.ts": "newer\n"})
    with open_worktree(root, BRANCH) as second:
        assert second.branch == f"{BRANCH}-2"
        assert (second.folder / "server/index.ts").read_text() == "newer\n"
    with reopen_worktree(root, BRANCH) as again:
        assert (again.folder / "server/index.ts").read_text() == "repaired\n"
        assert [commit.gap for commit in again.commits()] == ["1234abcd"]


def test_nothing_of_the_repository_is_run(tmp_path: Path) -> None:
    root = repository(tmp_path / "app", FILES)
    for hook in ("pre-commit", "post-checkout", "commit-msg", "post-commit", "reference-transaction"):
        path = root / ".git" / "hooks" / hook
        path.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran-{hook}\n")
        path.chmod(0o755)
    run_git(root, "config", "commit.gpgSign", "true")
    run_git(root, "config", "gpg.program", f"touch {tmp_path}/ran-gpg; false")
    run_git(root, "config", "core.fsmonitor", f"touch {tmp_path}/ran-fsmonitor; false")
    run_git(root, "config", "diff.external", f"touch {tmp_path}/ran-diff; false")
    with open_worktree(root, BRANCH) as worktree:
        worktree.diff(worktree.base, repair(worktree, "server/index.ts", "repaired\n"))
    assert [path.name for path in tmp_path.iterdir()] == ["app"]


def test_a_commit_needs_a_change_and_takes_ignored_files_only_by_name(tmp_path: Path) -> None:
    root = repository(tmp_path / "app", FILES)
    with open_worktree(root, BRANCH) as worktree:
        write(worktree.folder, {"logs/x.txt": "x", ".roadworthy/brief.md": "x", "node_modules/x.js": "x"})
        with pytest.raises(RepairRefused, match="changes nothing"):
            worktree.commit("Nothing")
        commit = worktree.commit("Example", paths=["logs/x.txt"])
        assert worktree.files(worktree.base, commit) == ("logs/x.txt",)


def test_reverting_leaves_no_trace(tmp_path: Path) -> None:
    root = repository(tmp_path / "app", FILES)
    with open_worktree(root, BRANCH) as worktree:
        commit = repair(worktree, "a.ts", "a\n")
        repair(worktree, "b.ts", "b\n")
        write(worktree.folder, {"c.ts": "c\n", "a.ts": "other\n"})
        worktree.revert_to(commit)
        assert worktree.head == commit
        assert (worktree.folder / "a.ts").read_text() == "a\n"
        assert not (worktree.folder / "b.ts").exists()
        assert not (worktree.folder / "c.ts").exists()


def test_one_repair_is_undone_and_the_others_stay(tmp_path: Path) -> None:
    root = repository(tmp_path / "app", FILES)
    with open_worktree(root, BRANCH) as worktree:
        first = repair(worktree, "server/index.ts", "repaired\n", "aaaa0000")
        repair(worktree, "other.ts", "other\n", "bbbb0000")
        worktree.undo(first)
        assert (worktree.folder / "server/index.ts").read_text() == "export {};\n"
        assert (worktree.folder / "other.ts").exists()
        assert [(commit.gap, commit.undone) for commit in worktree.commits()] == [
            ("aaaa0000", ""),
            ("bbbb0000", ""),
            ("", "aaaa0000"),
        ]


def test_an_undo_that_conflicts_changes_nothing(tmp_path: Path) -> None:
    root = repository(tmp_path / "app", FILES)
    with open_worktree(root, BRANCH) as worktree:
        first = repair(worktree, "server/index.ts", "one\n", "aaaa0000")
        last = repair(worktree, "server/index.ts", "two\n", "bbbb0000")
        with pytest.raises(RepairRefused, match="same lines"):
            worktree.undo(first)
        assert worktree.head == last
        assert (worktree.folder / "server/index.ts").read_text() == "two\n"


def test_a_branch_without_repairs_is_removed_and_a_taken_name_gets_a_number(tmp_path: Path) -> None:
    root = repository(tmp_path / "app", FILES)
    with open_worktree(root, BRANCH):
        pass
    assert "roadworthy" not in run_git(root, "branch", "--list")
    for expected in (BRANCH, f"{BRANCH}-2"):
        with open_worktree(root, BRANCH) as worktree:
            assert worktree.branch == expected
            repair(worktree, "a.ts", expected)


def test_a_branch_can_be_gone_on_with(tmp_path: Path) -> None:
    root = repository(tmp_path / "app", FILES)
    with open_worktree(root, BRANCH) as worktree:
        repair(worktree, "a.ts", "a\n", "aaaa0000")
        base = worktree.base
    with reopen_worktree(root, BRANCH) as again:
        assert again.base == base
        repair(again, "b.ts", "b\n", "bbbb0000")
    assert run_git(root, "log", "--format=%s", f"main..{BRANCH}").split("\n")[:2] == [
        "Change b.ts",
        "Change a.ts",
    ]
    with pytest.raises(UsageError, match="no repair branch"), reopen_worktree(root, "roadworthy/none"):
        pass
    run_git(root, "checkout", "--quiet", BRANCH)
    with pytest.raises(UsageError, match="checked out elsewhere"), reopen_worktree(root, BRANCH):
        pass


@pytest.mark.parametrize("name", ["", "a..b", "-x", "a b", "roadworthy/"])
def test_branch_names_are_checked(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError), open_worktree(repository(tmp_path / "app", FILES), name):
        pass


KILLED = """
import sys
from pathlib import Path
from roadworthy.repair.worktree import open_worktree
with open_worktree(Path(sys.argv[1]), "roadworthy/killed") as worktree:
    (worktree.folder / "a.ts").write_text("half")
    print(worktree.folder, flush=True)
    sys.stdin.read()
"""


def test_a_killed_run_leaves_the_repository_usable(tmp_path: Path) -> None:
    root = repository(tmp_path / "app", FILES)
    write(root, {"server/index.ts": "changed\n"})
    before = everything(root)
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    left = Path(process.stdout.readline().strip())
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert left.exists()
    assert everything(root) == before
    assert not list((root / ".git").rglob("*.lock"))
    with open_worktree(root, BRANCH) as worktree:
        repair(worktree, "a.ts", "a\n")
    assert not left.exists()
    assert run_git(root, "worktree", "list").count("\n") == 1
    assert everything(root) == before
