"""What earlier commits held is read, and nothing that the repository's own configuration names is run."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from roadworthy.source import history as reading
from roadworthy.source.history import History, day_of, has_history, lend_history, old_files


def git(folder: Path, *arguments: str) -> str:
    settings = ("user.name=A", "user.email=a@localhost", "init.defaultBranch=main")
    command = ["git", *(part for one in settings for part in ("-c", one)), *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def commit(folder: Path, files: dict[str, str | None], message: str = "a change") -> str:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).unlink(missing_ok=True) if text is None else (folder / path).write_text(text)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
    return git(folder, "rev-parse", "HEAD")


def read(folder: Path, history: History | None = None) -> list[tuple[str, str, bytes]]:
    found = old_files(folder, lambda path: True, history or History())
    return [(old.path, old.commit, old.content) for old in found]


@pytest.fixture
def app(tmp_path: Path) -> Path:
    folder = tmp_path / "app"
    folder.mkdir()
    git(folder, "init", "--quiet")
    return folder


def test_a_content_that_is_gone_is_told_with_the_commit_that_brought_it(app: Path) -> None:
    first = commit(app, {"main.py": "a = 1\n", ".env": "KEY=one\n"})
    second = commit(app, {"main.py": "a = 2\n"})
    commit(app, {"main.py": "a = 3\n", ".env": None})
    assert read(app) == [
        (".env", first, b"KEY=one\n"),
        ("main.py", first, b"a = 1\n"),
        ("main.py", second, b"a = 2\n"),
    ]


def test_what_the_newest_commit_has_is_left_to_the_folder(app: Path) -> None:
    commit(app, {"main.py": "a = 1\n"})
    commit(app, {"other.py": "b = 1\n"})
    assert read(app) == []


def test_packed_branches_and_tags_are_read_and_what_is_stashed_is_not(app: Path) -> None:
    commit(app, {"main.py": "a = 1\n"})
    git(app, "checkout", "--quiet", "-b", "side")
    side = commit(app, {"side.env": "KEY=side\n"})
    git(app, "tag", "marked")
    git(app, "checkout", "--quiet", "main")
    git(app, "branch", "-D", "side")
    (app / "main.py").write_text("a = 'stashed'\n")
    git(app, "stash", "push", "--quiet")
    git(app, "pack-refs", "--all")
    git(app, "gc", "--quiet")
    assert read(app) == [("side.env", side, b"KEY=side\n")]


def test_a_shallow_clone_is_read_as_far_as_it_goes(app: Path, tmp_path: Path) -> None:
    commit(app, {".env": "KEY=one\n"})
    commit(app, {".env": "KEY=two\n"})
    commit(app, {".env": None, "main.py": "\n"})
    git(tmp_path, "clone", "--quiet", "--depth", "2", f"file://{app}", "shallow")
    assert [content for _, _, content in read(tmp_path / "shallow")] == [b"KEY=two\n"]


def test_a_repository_of_long_hashes_is_read(tmp_path: Path) -> None:
    app = tmp_path / "app"
    app.mkdir()
    git(app, "init", "--quiet", "--object-format=sha256")
    first = commit(app, {".env": "KEY=one\n"})
    commit(app, {".env": None, "main.py": "\n"})
    assert read(app) == [(".env", first, b"KEY=one\n")]


def test_nothing_is_run_that_the_repository_names(app: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    commit(app, {".gitattributes": "* filter=bad diff=bad\n", ".env": "KEY=one\n"})
    commit(app, {".env": None, "main.py": "\n"})
    program = tmp_path / "program.sh"
    program.write_text(f"#!/bin/sh\ntouch {run}\n")
    program.chmod(0o755)
    for name in ("core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "gpg.program", "diff.external", "diff.bad.textconv",
                 "diff.bad.command", "filter.bad.smudge", "filter.bad.process", "alias.rev-list", "alias.cat-file",
                 "core.alternateRefsCommand", "credential.helper", "uploadpack.packObjectsHook", "pager.rev-list"):  # fmt: skip
        git(app, "config", name, f"!{program}" if name.startswith("alias") else str(program))
    git(app, "config", "log.showSignature", "true")
    git(app, "config", "remote.origin.url", f"ext::{program}")
    git(app, "config", "remote.origin.promisor", "true")
    git(app, "config", "extensions.partialClone", "origin")
    git(app, "config", "core.repositoryFormatVersion", "1")
    assert [path for path, _, _ in read(app)] == [".env"]
    assert not run.exists()


def test_a_content_that_a_partial_clone_lacks_is_passed_over(app: Path) -> None:
    first = commit(app, {".env": "KEY=one\n", "other.env": "KEY=other\n"})
    lacking = git(app, "rev-parse", "HEAD:.env")
    commit(app, {".env": None, "other.env": None, "main.py": "\n"})
    (app / ".git" / "objects" / lacking[:2] / lacking[2:]).unlink()
    assert read(app) == [("other.env", first, b"KEY=other\n")]


def test_what_was_not_read_is_said(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        commit(app, {"main.py": f"a = {number}\n"})
    history = History()
    monkeypatch.setattr(reading, "MOST_COMMITS", 2)
    assert len(read(app, history)) == 1
    assert "its newest 2 commits" in history.unread
    monkeypatch.setattr(reading, "MOST_BYTES", 3)
    history = History()
    assert read(app, history) == []
    assert "were read" in history.unread
    monkeypatch.setenv("PATH", "")
    history = History()
    assert read(app, history) == []
    assert history.unread == "git is not installed"


def test_a_damaged_repository_is_said_to_be_one(app: Path) -> None:
    commit(app, {"main.py": "a = 1\n"})
    head = commit(app, {"main.py": "a = 2\n"})
    (app / ".git" / "objects" / head[:2] / head[2:]).unlink()
    history = History()
    assert read(app, history) == []
    assert history.unread.startswith("git cannot read it")


def test_a_link_in_place_of_git_is_not_followed(app: Path, tmp_path: Path) -> None:
    commit(app, {"main.py": "a = 1\n"})
    other = tmp_path / "other"
    other.mkdir()
    (other / ".git").symlink_to(app / ".git")
    assert has_history(app)
    assert not has_history(other)


def test_the_day_of_a_commit(app: Path) -> None:
    made = commit(app, {"main.py": "a = 1\n"})
    assert day_of(app, made) == git(app, "log", "-1", "--format=%ad", "--date=format:%Y-%m-%d")
    assert day_of(app, "0" * 40) == ""


def test_a_worktree_has_the_history_of_its_repository(app: Path, tmp_path: Path) -> None:
    first = commit(app, {".env": "KEY=one\n"})
    commit(app, {".env": None, "main.py": "\n"})
    git(app, "worktree", "add", "--quiet", str(tmp_path / "side"))
    assert read(tmp_path / "side") == [(".env", first, b"KEY=one\n")]


def test_a_file_that_only_claims_to_be_a_worktree_leads_nowhere(app: Path, tmp_path: Path) -> None:
    commit(app, {"main.py": "a = 1\n"})
    git(app, "worktree", "add", "--quiet", str(tmp_path / "side"))
    other = tmp_path / "other"
    other.mkdir()
    (other / ".git").write_text((tmp_path / "side" / ".git").read_text())
    assert not has_history(other)
    assert read(other) == []


def test_a_folder_laid_out_from_a_commit_has_what_came_before_it(app: Path, tmp_path: Path) -> None:
    first = commit(app, {".env": "KEY=one\n"})
    second = commit(app, {".env": "KEY=two\n"})
    commit(app, {".env": "KEY=three\n"})
    (tmp_path / "laid").mkdir()
    lend_history(app, tmp_path / "laid", second)
    assert read(tmp_path / "laid") == [(".env", first, b"KEY=one\n")]
