"""What lies in a repository and was written elsewhere: the app a second time, as somebody packed it up to deploy, kept beside what
it was packed from, and npm packages that were copied in instead of installed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from roadworthy.regex import regex
from roadworthy.source.language import CODE_LANGUAGES
from roadworthy.source.repository import SourceFile

_SHOWN = CODE_LANGUAGES | {"html"}
_FEWEST = 8
_SHARE = 0.8
_LICENCE = regex(r"((un)?licen[cs]e|copying)(\.\w+)?", re.I)
# What a package of the repository's own has, that of a workspace above all.
_MANIFESTS = frozenset({"package.json", "project.json", "deno.json"})
_FEWEST_PACKAGES = 3


def copied_folders(files: Iterable[SourceFile]) -> tuple[str, ...]:
    """The folders at the top, each with its '/', nearly all of whose files of code lie outside them under the same path."""
    code = {file.path for file in files if file.language in _SHOWN}
    within: dict[str, list[str]] = defaultdict(list)
    for path in code:
        folder, _, rest = path.partition("/")
        if rest:
            within[f"{folder}/"].append(rest)
    return tuple(
        folder
        for folder, paths in sorted(within.items())
        if len(paths) >= _FEWEST and sum(path in code for path in paths) >= _SHARE * len(paths)
    )


def copied_packages(files: Iterable[SourceFile]) -> tuple[str, ...]:
    """The folders, each with its '/', of which most folders of JavaScript are other people's packages: each with a licence of its
    own and none with a manifest (`server/libs/jsonwebtoken/LICENSE`)."""
    code: dict[str, set[str]] = defaultdict(set)
    licensed: dict[str, set[str]] = defaultdict(set)
    own: set[str] = set()
    for file in files:
        folder, _, name = file.path.rpartition("/")
        above, _, last = folder.rpartition("/")
        if above and name in _MANIFESTS:
            own.add(above)
        elif above and _LICENCE.fullmatch(name):
            licensed[above].add(last)
        elif file.language in ("javascript", "typescript"):
            parts = folder.split("/")
            for depth in range(1, len(parts)):
                code["/".join(parts[:depth])].add(parts[depth])
    found: list[str] = []
    for above in sorted(licensed.keys() - own):
        packages = licensed[above] & code[above]
        most = len(packages) >= _FEWEST_PACKAGES and 2 * len(packages) > len(code[above])
        if most and not above.startswith(tuple(found)):
            found.append(f"{above}/")
    return tuple(found)


def package_copied(path: str, folders: Iterable[str]) -> str:
    """The npm package that a file below one of these folders is, '' where it lies in none: `express-fileupload` of
    `libs/expressFileupload/index.js`. A package's name has no capitals (npm's documentation, "package.json", "name")."""
    within = next((path.removeprefix(folder) for folder in folders if path.startswith(folder)), "")
    name, _, rest = within.partition("/")
    kebab = _CAPITAL.sub("-", name).lower()
    inner = _ENTRY.sub("", rest)
    return f"{kebab}/{inner}" if inner else kebab


_CAPITAL = regex(r"(?<=[a-z0-9])(?=[A-Z])")
_ENTRY = regex(r"(^|/)index\.[cm]?[jt]sx?$|\.[cm]?[jt]sx?$")


__all__ = ["copied_folders", "copied_packages", "package_copied"]
