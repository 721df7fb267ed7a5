"""What a build made, kept so that the same sources are built once."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from roadworthy.regex import regex
from roadworthy.trial.cache_folder import beside, cache_folder, keep, prune
from roadworthy.trial.sandbox import give

KEPT_BUILDS = 20
LARGEST_BUILD = 200 << 20
# What bundlers keep for their next build is no part of what they made, and is for every build with the same packages.
KEPT_BUNDLERS = 6
LARGEST_BUNDLER = 500 << 20
# Names whose values bundlers write into what they build.
_BUILT_IN = regex(r"^(VITE_|NEXT_|REACT_APP_|PUBLIC_|NUXT_|GATSBY_|EXPO_PUBLIC_|NODE_ENV$)")

Stamps = dict[str, tuple[int, int]]


def built(
    copy: Path,
    commands: Sequence[str],
    packages: str,
    environment: Mapping[str, str],
    run: Callable[[str], object],
    user: int | None,
) -> None:
    """Sees to it that the copy, which belongs to `user`, is built: what was kept of the same sources is laid over it, else each
    command is given to `run`, and what came of it is kept."""
    key = build_key(copy, commands, packages, environment)
    if take_build(copy, key):
        give(copy, user)
        return
    if _take_bundler(copy, packages):
        _date_anew(copy)
        give(copy, user)
    before = stamps(copy)
    for command in commands:
        run(command)
    keep_build(copy, key, before)
    _keep_bundler(copy, packages)


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
    keep(_copied(copy, changed, kept), kept)
    prune(kept.parent, KEPT_BUILDS)


def _copied(copy: Path, files: Sequence[Path], kept: Path) -> Path:
    partial = beside(kept)
    partial.mkdir(parents=True)
    for path in files:
        target = partial / path.relative_to(copy)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        target.chmod(path.stat().st_mode & 0o755)
    return partial


def _files(copy: Path) -> Iterator[Path]:
    return (path for path in _walked(copy) if not _is_bundlers(path.parent))


def _walked(copy: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(copy):
        folders[:] = sorted(name for name in folders if name != "node_modules")
        for name in sorted(files):
            path = Path(folder) / name
            if path.is_file() and not path.is_symlink():
                yield path


# --- what a bundler keeps ----------------------------------------------------------------------------


def _take_bundler(copy: Path, packages: str) -> bool:
    """Lay what the first build with these packages kept for the next one into the copy, as build services do. False when there
    is nothing."""
    kept = cache_folder("bundlers") / packages
    if not packages or not kept.is_dir():
        return False
    os.utime(kept)
    shutil.copytree(kept, copy, dirs_exist_ok=True)
    return True


def _date_anew(copy: Path) -> None:
    """Bundlers take a file for the one that they know by its time alone. Two states of an app may have files of the same
    time (a checkout writes many in one millisecond); with a time of its own each is compared by what is in it."""
    for path in _files(copy):
        os.utime(path)


def _keep_bundler(copy: Path, packages: str) -> None:
    kept = cache_folder("bundlers") / packages
    if not packages or kept.is_dir():
        return
    files = [path for path in _walked(copy) if _is_bundlers(path.parent)]
    if files and sum(path.stat().st_size for path in files) <= LARGEST_BUNDLER:
        keep(_copied(copy, files, kept), kept)
        prune(kept.parent, KEPT_BUNDLERS)


# `.next/cache` holds what Next.js's bundler keeps (https://nextjs.org/docs/app/guides/ci-build-caching).
def _is_bundlers(folder: Path) -> bool:
    return any(one.name == "cache" and one.parent.name == ".next" for one in (folder, *folder.parents))
