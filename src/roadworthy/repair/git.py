"""Runs git so that it obeys nothing but its arguments: no hooks, no filters, no pager, no editor, no signing, no prompts."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from roadworthy.errors import AppError, UsageError

SECONDS = 120.0
NAME, ADDRESS = "Roadworthy", "roadworthy@localhost"

# A repository's own configuration may name programs to run; an audited repository's are not run.
_SETTINGS = (
    "core.hooksPath=" + os.devnull,
    "core.fsmonitor=false",
    "core.splitIndex=false",
    "core.quotePath=false",
    "commit.gpgSign=false",
    "log.showSignature=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "submodule.recurse=false",
    "advice.detachedHead=false",
)
_ENVIRONMENT = {
    "GIT_AUTHOR_NAME": NAME,
    "GIT_AUTHOR_EMAIL": ADDRESS,
    "GIT_COMMITTER_NAME": NAME,
    "GIT_COMMITTER_EMAIL": ADDRESS,
    "GIT_TERMINAL_PROMPT": "0",
    # Reading never refreshes the user's index, so that it never locks it.
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_LFS_SKIP_SMUDGE": "1",
    "GIT_EDITOR": "true",
    "LC_ALL": "C",
}


class GitFailed(AppError):
    """A git command ended with an error; `said` is its last line."""

    def __init__(self, arguments: tuple[str, ...], where: Path, said: str) -> None:
        self.said = said
        super().__init__(
            f"git {arguments[0]} failed: {said}", where=str(where), remedy="see `git status` there"
        )


def git(
    folder: Path, *arguments: str, text: str | None = None, environment: Mapping[str, str] | None = None
) -> str:
    """Runs git in a folder and returns what it printed, as text. `text` is its input. Raises as `git_bytes` does."""
    return git_bytes(folder, *arguments, text=text, environment=environment).decode(
        "utf-8", "surrogateescape"
    )


# What a repository's own configuration may have git run for files that its attributes name, and what stands in its place.
# An empty filter changes nothing; a merge that has to be left to a driver fails.
_DRIVERS = {
    "filter": {"clean": "", "smudge": "", "process": "", "required": "false"},
    "diff": {"command": "", "textconv": ""},
    "merge": {"driver": "false"},
}


def _disarmed(folder: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """The variables that take the place of every driver that a repository defines for itself. Its configuration is only listed."""
    listed = subprocess.run(
        ["git", "config", "--list", "--show-scope", "--name-only", "-z"],
        cwd=folder,
        capture_output=True,
        env=dict(environment),
        timeout=SECONDS,
        check=False,
    )
    words = listed.stdout.decode("utf-8", "surrogateescape").split("\0")
    names = {
        key.rpartition(".")[0]
        for scope, key in zip(words[::2], words[1::2], strict=False)
        if scope in ("local", "worktree") and key.count(".") > 1
    }
    given = [
        (f"{name}.{variable}", value)
        for name in sorted(names)
        for variable, value in _DRIVERS.get(name.partition(".")[0], {}).items()
    ]
    numbered = {f"GIT_CONFIG_KEY_{number}": key for number, (key, _) in enumerate(given)}
    numbered |= {f"GIT_CONFIG_VALUE_{number}": value for number, (_, value) in enumerate(given)}
    return {"GIT_CONFIG_COUNT": str(len(given)), **numbered}


def git_bytes(
    folder: Path, *arguments: str, text: str | None = None, environment: Mapping[str, str] | None = None
) -> bytes:
    """Runs git in a folder and returns what it printed. `text` is its input.

    Raises GitFailed when it fails, AppError after 120 s, UsageError when git is not installed.
    """
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    # GIT_DIR and the like are set where Roadworthy is run from a hook, and would lead elsewhere.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    told = {**inherited, **_ENVIRONMENT, **(environment or {})}
    try:
        done = subprocess.run(
            ["git", *settings, *arguments],
            cwd=folder,
            input=(text or "").encode(),
            capture_output=True,
            env={**told, **_disarmed(folder, told)},
            timeout=SECONDS,
            check=False,
        )
    except FileNotFoundError as error:
        raise UsageError("git is not installed", remedy="repairs are commits; install git") from error
    except subprocess.TimeoutExpired as error:
        raise AppError(f"git {arguments[0]} took longer than {SECONDS:.0f} s", where=str(folder)) from error
    if done.returncode != 0:
        lines = [
            *done.stdout.decode(errors="replace").splitlines(),
            *done.stderr.decode(errors="replace").splitlines(),
        ]
        raise GitFailed(
            arguments, folder, next((line for line in reversed(lines) if line.strip()), "no message")
        )
    return done.stdout


def git_line(folder: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
    """What git printed, without the line end."""
    return git(folder, *arguments, environment=environment).rstrip("\n")


def git_succeeds(folder: Path, *arguments: str) -> bool:
    """Whether a git command succeeds."""
    try:
        git(folder, *arguments)
    except GitFailed:
        return False
    return True
