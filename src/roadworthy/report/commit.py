"""The commit of a folder, read from git's own files: running git in a hostile repository runs its hooks and filters."""

from __future__ import annotations

from pathlib import Path

from roadworthy.regex import regex

_HASH = regex(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_BRANCH = regex(r"refs/[\w./+@#-]+")


def commit_of(root: Path) -> str:
    """The hash that HEAD names, '' when the folder is in no git repository or has no commit."""
    for folder in (root, *root.parents):
        marker = folder / ".git"
        if marker.is_dir():
            return _commit(marker, marker)
        if marker.is_file():
            return _of_worktree(folder, _line(marker))
    return ""


def _of_worktree(folder: Path, line: str) -> str:
    own = folder / line.removeprefix("gitdir:").strip()
    shared = _line(own / "commondir")
    return _commit(own, own / shared if shared else own)


def _commit(own: Path, shared: Path) -> str:
    head = _line(own / "HEAD")
    if _HASH.fullmatch(head):
        return head
    branch = head.removeprefix("ref:").strip()
    if not _BRANCH.fullmatch(branch) or ".." in branch:
        return ""
    loose = _line(shared / branch)
    return loose if _HASH.fullmatch(loose) else _packed(shared / "packed-refs", branch)


def _packed(refs: Path, branch: str) -> str:
    for line in _text(refs).splitlines():
        commit, _, name = line.partition(" ")
        if name.strip() == branch and _HASH.fullmatch(commit):
            return commit
    return ""


def _line(path: Path) -> str:
    return _text(path).partition("\n")[0].strip()


def _text(path: Path) -> str:
    # A repository that cannot be read has no commit that we could name; the report then says none.
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
