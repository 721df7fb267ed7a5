"""What a build made, kept so that the same sources are built once."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from roadworthy.trial.cache_folder import cache_folder, keep, prune

KEPT_BUILDS = 20
LARGEST_BUILD = 200 << 20
# Names whose values bundlers write into what they build.
_BUILT_IN = re.compile(r"^(VITE_|NEXT_|REACT_APP_|PUBLIC_|NUXT_|GATSBY_|EXPO_PUBLIC_|NODE_ENV$)")

Stamps = dict[str, tuple[int, int]]


def built(
    copy: Path,
    commands: Sequence[str],
    packages: str,
    environment: Mapping[str, str],
    run: Callable[[str], object],
) -> bool:
    """Sees to it that the copy is built: what was kept of the same sources is laid over it (then True), else each command is
    given to `run`, and what came of it is kept."""
    key = build_key(copy, commands, packages, environment)
    if take_build(copy, key):
        return True
    before = stamps(copy)
    for command in commands:
        run(command)
    keep_build(copy, key, before)
    return False


def build_key(copy: Path, commands: Sequence[str], packages: str, environment: Mapping[str, str]) -> str:
    """Names a build by everything it is made from: sources, packages, commands and values built in."""
    digest = hashlib.sha256(repr((tuple(commands), packages)).encode())
    digest.update(repr(sorted((k, v) for k, v in environment.items() if _BUILT_IN.match(k))).encode())
    for path in _files(copy):
        digest.update(f"\0{path.relative_to(copy)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:32]


def stamps(copy: Path) -> Stamps:
    return {str(path.relative_to(copy)): _stamp(path) for path in _files(copy)}


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_size


def take_build(copy: Path, key: str) -> bool:
    """Lay a kept build over the copy. False when there is none."""
    kept = cache_folder("builds") / key
    if not kept.is_dir():
        return False
    os.utime(kept)
    shutil.copytree(kept, copy, dirs_exist_ok=True)
    return True


def keep_build(copy: Path, key: str, before: Stamps) -> None:
    """Keep the files a build made or changed. Links are left out: they could lead out of the copy."""
    changed = [path for path in _files(copy) if before.get(str(path.relative_to(copy))) != _stamp(path)]
    if sum(path.stat().st_size for path in changed) > LARGEST_BUILD:
        return
    kept = cache_folder("builds") / key
    partial = kept.with_name(f"{key}.{secrets.token_hex(4)}")
    partial.mkdir(parents=True)
    for path in changed:
        target = partial / path.relative_to(copy)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        target.chmod(path.stat().st_mode & 0o755)
    keep(partial, kept)
    prune(kept.parent, KEPT_BUILDS)


def _files(copy: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(copy):
        folders[:] = sorted(name for name in folders if name != "node_modules")
        for name in sorted(files):
            path = Path(folder) / name
            if path.is_file() and not path.is_symlink():
                yield path
