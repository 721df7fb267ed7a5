"""What files of a repository held in earlier commits, read from git's objects. Whoever clones it has them all.

git runs in an empty folder of its own that only borrows the objects: not a line of the audited repository's configuration is
read, so that nothing in it (a filter, a pager, a hook, a partial clone's remote) can name a program to run.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO

from msgspec import Struct

from roadworthy.regex import regex

LARGEST_BLOB = 300_000
"""Bytes above which an old file is data."""

MOST_COMMITS = 5_000
MOST_BYTES = 32_000_000
SECONDS = 2.0
_MOST_TIPS = 2_000
_LARGEST_LIST = 5_000_000
_HASH = regex(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_LOOSE = ("heads", "remotes", "tags")
_PACKED = regex(r"^([0-9a-f]{40,64}) refs/(?:heads|remotes|tags)/", re.M)


class OldFile(Struct, frozen=True):
    """A file as a commit brought it; the commit is the first that has this content."""

    path: str
    commit: str
    content: bytes


class History(Struct):
    """The earlier states of files. While they are read `unread` tells why not all of them were; '' when they were."""

    unread: str = ""


class _Repository(Struct, frozen=True):
    """Where git keeps what it knows: `own` has the commit that is checked out, `shared` the objects and branches."""

    own: Path
    shared: Path


def has_history(root: Path) -> bool:
    """Whether a folder is a git repository of its own, or a worktree of one."""
    return _repository(root) is not None


def _repository(root: Path) -> _Repository | None:
    """A worktree names its repository in a file. That is believed when the repository names the worktree too: a file alone could
    lead anywhere."""
    git = root / ".git"
    if git.is_symlink():
        return None
    if git.is_dir():
        return _Repository(git, git) if (git / "objects").is_dir() else None
    own = Path(_small(git).removeprefix("gitdir:").strip() or "/")
    back = _small(own / "gitdir").strip()
    if own.parent.name != "worktrees" or not back or Path(back).resolve() != git.resolve():
        return None
    shared = own.parent.parent
    return _Repository(own, shared) if (shared / "objects").is_dir() else None


def lend_history(root: Path, folder: Path, commit: str) -> None:
    """Gives a folder with the files of a commit that commit's history, where the repository in `root` has it beside its files."""
    known, lent = _repository(root), folder / ".git"
    if known is not None and not lent.exists():
        lent.mkdir()
        (lent / "HEAD").write_text(f"{commit}\n")
        (lent / "objects").symlink_to((known.shared / "objects").resolve())


def old_files(root: Path, wanted: Callable[[str], bool], history: History) -> Iterator[OldFile]:
    """The files that branches and tags once held and the newest commit does not, with the paths that are `wanted`, the oldest first.

    What is not read, for want of git or beyond 5,000 commits, 32 MB and 2 seconds, `history` tells.
    """
    deadline = time.monotonic() + SECONDS
    repository = _repository(root)
    if repository is None:
        return
    with _borrowed(repository) as git:
        tips = _tips(repository)
        if not tips:
            history.unread = "no branch of it can be read"
            return
        try:
            listed = list(_listed(git, tips, wanted, deadline))
            if git.commits >= MOST_COMMITS:
                history.unread = f"only its newest {MOST_COMMITS:,} commits were read"
            yield from _contents(git, listed, deadline, history)
        except FileNotFoundError:
            history.unread = "git is not installed"
        except subprocess.TimeoutExpired:
            history.unread = f"it takes longer than {SECONDS:.0f} seconds to read"
        except _Failed as failed:
            history.unread = f"git cannot read it: {failed}"


def day_of(root: Path, commit: str) -> str:
    """The day on which a commit was made, as its author's clock said (`2026-01-31`); '' where it cannot be read."""
    repository = _repository(root)
    if repository is None:
        return ""
    with _borrowed(repository) as git, contextlib.suppress(OSError, subprocess.TimeoutExpired, _Failed):
        head = git.run(("cat-file", "commit", commit), b"", time.monotonic() + SECONDS)
        author = re.search(rb"^author .*> (\d{1,11}) ([+-]\d\d)\d\d$", head, re.M)
        if author:
            there = int(author.group(1)) + int(author.group(2)) * 3600
            return time.strftime("%Y-%m-%d", time.gmtime(there))
    return ""


class _Failed(Exception):
    """What git said when it failed."""


class _Git:
    """git in a folder that borrows a repository's objects."""

    def __init__(self, folder: Path, objects: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        self.commits = 0
        self.folder = folder
        self.environment = kept | {
            "GIT_DIR": str(folder),
            "GIT_OBJECT_DIRECTORY": str(objects),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_ALLOW_PROTOCOL": "",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_OPTIONAL_LOCKS": "0",
            "LC_ALL": "C",
        }

    def run(self, arguments: tuple[str, ...], given: bytes, deadline: float) -> bytes:
        """What a command prints. Raises _Failed, FileNotFoundError without git, TimeoutExpired at the deadline."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env=self.environment,
            input=given,
            capture_output=True,
            timeout=max(0.01, deadline - time.monotonic()),
            check=False,
        )
        if done.returncode != 0:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise _Failed(said[-1][:120] if said else f"exit code {done.returncode}")
        return done.stdout

    def start(self, arguments: tuple[str, ...], given: IO[bytes]) -> subprocess.Popen[bytes]:
        """A command whose output is read as it comes."""
        return subprocess.Popen(
            ["git", *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )


@contextlib.contextmanager
def _borrowed(repository: _Repository) -> Iterator[_Git]:
    with TemporaryDirectory(prefix="roadworthy-git-") as name:
        folder = Path(name)
        (folder / "refs").mkdir()
        (folder / "HEAD").write_text("ref: refs/heads/none\n")
        # A shallow clone says here where its history begins.
        shallow = _small(repository.shared / "shallow")
        if shallow:
            (folder / "shallow").write_text("".join(f"{found}\n" for found in _HASH.findall(shallow)))
        if len(_newest(repository)) > 40:
            (folder / "config").write_text(
                "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tobjectFormat = sha256\n"
            )
        yield _Git(folder, (repository.shared / "objects").resolve())


def _small(file: Path) -> str:
    """A file that git keeps beside the objects; '' where it is missing, a link or too large."""
    try:
        if file.is_symlink() or not file.is_file() or file.stat().st_size > _LARGEST_LIST:
            return ""
        return file.read_text("utf-8", "replace")
    except OSError:
        return ""


def _newest(repository: _Repository) -> str:
    """The commit that is checked out; '' where there is none."""
    head = _small(repository.own / "HEAD").strip()
    name = head.removeprefix("ref: ")
    if name == head:
        return head if _HASH.fullmatch(head) else ""
    if not re.fullmatch(r"refs/[\w./-]+", name) or ".." in name:
        return ""
    loose = _small(repository.shared / name).strip()
    packed = re.search(
        rf"^([0-9a-f]{{40,64}}) {re.escape(name)}$", _small(repository.shared / "packed-refs"), re.M
    )
    found = loose or (packed.group(1) if packed else "")
    return found if _HASH.fullmatch(found) else ""


def _tips(repository: _Repository) -> list[str]:
    """The commits that branches and tags lead to, the one that is checked out first. What is stashed stays on the machine."""
    found = [_newest(repository), *_PACKED.findall(_small(repository.shared / "packed-refs"))]
    for kind in _LOOSE:
        for folder, _, names in os.walk(repository.shared / "refs" / kind):
            found += [_small(Path(folder, name)).strip() for name in names[:_MOST_TIPS]]
    return list(dict.fromkeys(tip for tip in found if _HASH.fullmatch(tip)))[:_MOST_TIPS]


def _listed(
    git: _Git, tips: list[str], wanted: Callable[[str], bool], deadline: float
) -> Iterator[tuple[str, str, str]]:
    """(object, path, commit) of each old content."""
    arguments = (
        "rev-list", "--objects", "--in-commit-order", "--reverse", f"--max-count={MOST_COMMITS}",
        f"--filter=blob:limit={LARGEST_BLOB}", "--missing=allow-any", "--stdin",
    )  # fmt: skip
    # What the newest commit has lies in the folder and is read there.
    given = "\n".join([*tips, f"^{tips[0]}^{{tree}}"]) + "\n"
    commit = ""
    for line in git.run(arguments, given.encode(), deadline).decode("utf-8", "replace").splitlines():
        found, space, path = line.partition(" ")
        if not space:
            commit = found
            git.commits += 1
        elif path and wanted(path):
            yield found, path, commit


def _contents(
    git: _Git, listed: list[tuple[str, str, str]], deadline: float, history: History
) -> Iterator[OldFile]:
    with TemporaryFile() as asked:
        asked.write("".join(f"{name}\n" for name, _, _ in listed).encode())
        asked.seek(0)
        process = git.start(("cat-file", "--batch", "--buffer"), asked)
        try:
            assert process.stdout is not None
            read = 0
            for (_, path, commit), content in zip(listed, _answers(process.stdout), strict=False):
                read += len(content)
                if read > MOST_BYTES or time.monotonic() > deadline:
                    history.unread = (
                        f"only its first {MOST_BYTES // 1_000_000} MB or {SECONDS:.0f} seconds were read"
                    )
                    return
                yield OldFile(path, commit, content)
        finally:
            process.kill()
            process.communicate()


def _answers(stream: IO[bytes]) -> Iterator[bytes]:
    """What `git cat-file --batch` prints: a line that ends in the size, the content, a line end. A tree, as a folder is, counts as empty."""
    while header := stream.readline():
        words = header.split()
        if words[-1] == b"missing":
            yield b""
            continue
        content = stream.read(int(words[-1]))
        stream.read(1)
        yield content if words[1] == b"blob" else b""
