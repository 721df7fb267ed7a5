"""What of a repository is not its own source: rules of .gitignore files and folders that tools fill."""

from __future__ import annotations

from pathlib import Path

import msgspec
from pathspec import GitIgnoreSpec

from roadworthy.regex import regex

IGNORE_FILES = (".gitignore", ".roadworthyignore")

# Never listed as skipped: they are no part of an app, and every repository has them.
SILENT_FOLDERS = frozenset({".git", ".hg", ".svn", ".roadworthy"})

_GENERATED = (
    "node_modules bower_components jspm_packages .yarn .pnpm-store vendored third_party site-packages "
    "dist build .output .next .nuxt .svelte-kit .astro .turbo .vercel .netlify .parcel-cache .cache "
    ".nyc_output htmlcov storybook-static venv .venv virtualenv __pycache__ .tox .nox .eggs .mypy_cache "
    ".pytest_cache .ruff_cache .ipynb_checkpoints "
    # What editors keep of earlier versions of every file (VS Code's Local History, JetBrains).
    ".history .lh .idea .vs"
)
_GENERATED_FOLDERS = frozenset(_GENERATED.split())

# A marketplace has pages for a `vendor`, an insurer for `coverage`: such a folder is code where routes stand.
_AMBIGUOUS_FOLDERS = frozenset({"vendor", "coverage", "out"})
_ROUTE_FOLDERS = frozenset({"api", "app", "components", "features", "pages", "routes", "views"})
_ASSET_FOLDERS = frozenset({"assets", "public", "static"})


def is_generated(path: str) -> bool:
    """Whether tools fill the folder at `path` (POSIX, with or without a last '/'), going by its name."""
    *above, name = path.rstrip("/").split("/")
    if name not in _AMBIGUOUS_FOLDERS:
        return name in _GENERATED_FOLDERS
    return _ROUTE_FOLDERS.isdisjoint(above) or not _ASSET_FOLDERS.isdisjoint(above)


_STARS = regex(r"\*+")
_MOST_STARS = 3


class IgnoreRules(msgspec.Struct, frozen=True):
    """The rules of one folder and of all folders above it.

    As in git, the deepest folder that has an opinion decides, and in a folder the last rule that matches.
    """

    folder: str = ""
    own: GitIgnoreSpec | None = None
    above: IgnoreRules | None = None
    for_us: GitIgnoreSpec | None = None
    """What .roadworthyignore alone says."""

    def ignores(self, path: str) -> bool:
        """Whether `path` (POSIX, relative to the repository, ending in '/' for a folder) is left out."""
        rules: IgnoreRules | None = self
        while rules is not None:
            if rules.own is not None:
                decision = rules.own.check_file(path[len(rules.folder) :]).include
                if decision is not None:
                    return decision
            rules = rules.above
        return False

    def leaves_out(self, path: str) -> bool:
        """Whether .roadworthyignore itself leaves `path` out, whatever git is told."""
        rules: IgnoreRules | None = self
        while rules is not None:
            if rules.for_us is not None and rules.for_us.check_file(path[len(rules.folder) :]).include:
                return True
            rules = rules.above
        return False


def rules_within(above: IgnoreRules | None, folder: str, on_disk: Path, names: set[str]) -> IgnoreRules:
    """The rules that hold in `folder` ('' or ending in '/'), whose entries are `names`.

    Raises OSError when an ignore file cannot be read.
    """
    lines: list[str] = []
    ours: list[str] = []
    for name in IGNORE_FILES:
        # As in git, a link does not count: it could lead out of the repository.
        if name in names and not (on_disk / name).is_symlink() and (on_disk / name).is_file():
            ours = (on_disk / name).read_text(encoding="utf-8-sig", errors="replace").splitlines()
            lines += ours
    own = _parse(lines)
    if own is None and above is not None:
        return above
    return IgnoreRules(folder, own, above, _parse(ours) if IGNORE_FILES[-1] in names else None)


def _parse(lines: list[str]) -> GitIgnoreSpec | None:
    # A rule that cannot be used (such as a lone '!') must not stop the walk: git passes over it too. Then more
    # files are read, not fewer.
    usable = [line for line in lines if _is_usable(line)]
    return GitIgnoreSpec.from_lines(usable) if usable else None


def _is_usable(line: str) -> bool:
    if not line.strip() or line.startswith("#") or _is_costly(line):
        return False
    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True


def _is_costly(line: str) -> bool:
    """Whether matching could take time without bound: each further star multiplies it by the path's length."""
    segments = line.split("/")
    stars = max(len(_STARS.findall(segment)) for segment in segments)
    return stars > _MOST_STARS or segments.count("**") > _MOST_STARS
