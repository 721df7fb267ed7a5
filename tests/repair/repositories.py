"""Small git repositories for the tests."""

from __future__ import annotations

import subprocess
from pathlib import Path


def run_git(folder: Path, *arguments: str) -> str:
    """Git as a developer runs it, with an identity and no configuration of this machine."""
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Dev",
        "GIT_AUTHOR_EMAIL": "dev@example.test",
        "GIT_COMMITTER_NAME": "Dev",
        "GIT_COMMITTER_EMAIL": "dev@example.test",
    }
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def write(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


def repository(root: Path, files: dict[str, str]) -> Path:
    """A repository with one commit."""
    root.mkdir(parents=True, exist_ok=True)
    run_git(root, "init", "--quiet", "--initial-branch=main")
    write(root, files)
    run_git(root, "add", "--all")
    run_git(root, "commit", "--quiet", "-m", "First")
    return root


def everything(root: Path) -> dict[str, bytes]:
    """Every file of the working tree and git's own state of it: index, HEAD and branches but Roadworthy's."""
    files = {
        str(path): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }
    for name in ("index", "HEAD"):
        if (root / ".git" / name).exists():
            files[name] = (root / ".git" / name).read_bytes()
    refs = run_git(root, "for-each-ref", "--format=%(refname) %(objectname)", "refs/heads")
    own = [line for line in refs.splitlines() if "refs/heads/roadworthy/" not in line]
    return {
        **files,
        "refs": "\n".join(own).encode(),
        "status": run_git(root, "status", "--porcelain").encode(),
    }
