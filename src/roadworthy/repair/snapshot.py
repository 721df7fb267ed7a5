"""The user's uncommitted work as a commit, made without touching their index or their files."""

from __future__ import annotations

import shutil
from pathlib import Path, PurePosixPath

from roadworthy.repair.git import git, git_line, git_succeeds
from roadworthy.trial.working_copy import left_out

TITLE = "Uncommitted work, as Roadworthy found it"


def starting_commit(repository: Path, scratch: Path) -> str:
    """The commit that repairs start from: HEAD, or a commit on top of it that holds what is not committed yet.

    `repository` is the top folder; `scratch` a folder for a temporary index. Changes of tracked files and untracked
    files that are not ignored are taken, except files that hold secrets by their name (`.env`, keys), which
    would leave with the branch. Raises GitFailed.
    """
    index = scratch / "index"
    own = Path(git_line(repository, "rev-parse", "--git-path", "index"))
    if (repository / own).exists():
        # A copy keeps what git knows of each file (sparse checkouts), and saves reading them all.
        shutil.copyfile(repository / own, index)
    environment = {"GIT_INDEX_FILE": str(index)}
    git(repository, "add", "--update", "--", ".", environment=environment)
    listed = git(repository, "ls-files", "--others", "--exclude-standard", "-z", environment=environment)
    new = [path for path in listed.split("\0") if path and not any(map(left_out, PurePosixPath(path).parts))]
    if new:
        git(
            repository,
            *("add", "--pathspec-from-file=-", "--pathspec-file-nul"),
            text="\0".join(new),
            environment={**environment, "GIT_LITERAL_PATHSPECS": "1"},
        )
    tree = git_line(repository, "write-tree", environment=environment)
    if not git_succeeds(repository, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"):
        return git_line(repository, "commit-tree", tree, "-m", TITLE)
    if tree == git_line(repository, "rev-parse", "HEAD^{tree}"):
        return git_line(repository, "rev-parse", "HEAD")
    return git_line(repository, "commit-tree", tree, "-p", "HEAD", "-m", TITLE)
