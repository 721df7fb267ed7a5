"""Where an import leads: a file of the repository or a package.

Follows relative paths, TypeScript's `paths` and `baseUrl`, Vite's aliases as tsconfig repeats them, npm
workspaces, and Python's absolute and relative imports from any source root.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable

from roadworthy.source.data_files import parsed_json

_ENDINGS = (".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)
_STRING_OR_COMMENT = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/', re.S)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")


def parse_relaxed_json(text: str) -> dict[str, object]:
    """tsconfig's JSON: comments and trailing commas allowed. An unreadable file is an empty one."""
    bare = _STRING_OR_COMMENT.sub(lambda m: m.group() if m.group().startswith('"') else "", text)
    try:
        loaded = parsed_json(_TRAILING_COMMA.sub(r"\1", bare))
    except ValueError:
        return {}
    return loaded if isinstance(loaded, dict) else {}


class Resolver:
    """Resolves the imports of one repository. `paths` are all its files, POSIX and relative."""

    def __init__(self, paths: Iterable[str], text: Callable[[str], str]) -> None:
        self._paths = set(paths)
        self._aliases = self._read_aliases(text)
        self._packages = self._read_workspaces(text)
        self._python_roots = self._find_python_roots()

    def resolve(self, source: str, importer: str, language: str) -> str | None:
        """The file that an import of `source` in `importer` leads to; None for a package."""
        if language == "python":
            return self._python(source, importer)
        if source.startswith("."):
            return self.file(posixpath.normpath(posixpath.join(posixpath.dirname(importer), source)))
        return self._alias(source, importer) or self._workspace(source)

    def is_local(self, source: str, importer: str) -> bool:
        """Whether an import was meant to lead to a file of the repository."""
        return source.startswith(".") or any(
            source.startswith(prefix) and len(prefix) > 0 for _, prefix, _ in self._aliases if prefix != "*"
        )

    def file(self, path: str) -> str | None:
        """A module path with its ending and index file filled in."""
        if path in self._paths and path.endswith(_ENDINGS):
            return path
        stem = re.sub(r"\.(js|jsx|mjs|cjs)$", "", path)
        for base in dict.fromkeys((path, stem)):
            for ending in _ENDINGS:
                if base + ending in self._paths:
                    return base + ending
        for ending in _ENDINGS:
            if f"{path}/index{ending}" in self._paths:
                return f"{path}/index{ending}"
        return None

    # --- JavaScript ---------------------------------------------------------------------------------

    def _read_aliases(self, text: Callable[[str], str]) -> list[tuple[str, str, list[str]]]:
        """(folder the config rules, alias prefix, target prefixes), the nearest config first."""
        aliases = []
        for path in self._paths:
            name = posixpath.basename(path)
            if re.fullmatch(r"(ts|js)config(\.\w+)?\.json", name):
                aliases.extend(self._config_aliases(path, parse_relaxed_json(text(path))))
        return sorted(aliases, key=lambda alias: (-len(alias[0]), -len(alias[1])))

    def _config_aliases(self, path: str, config: dict[str, object]) -> list[tuple[str, str, list[str]]]:
        options = config.get("compilerOptions")
        if not isinstance(options, dict):
            return []
        folder = posixpath.dirname(path)
        base = posixpath.normpath(posixpath.join(folder, str(options.get("baseUrl") or ".")))
        found = []
        for alias, targets in (options.get("paths") or {}).items():
            full = [posixpath.normpath(posixpath.join(base, t.removesuffix("*"))) for t in targets]
            found.append(
                (
                    folder,
                    alias.removesuffix("*"),
                    [f + "/" if a.endswith("/*") else f for f, a in zip(full, targets, strict=True)],
                )
            )
        if "baseUrl" in options:
            found.append((folder, "", ["" if base == "." else base + "/"]))
        return found

    def _alias(self, source: str, importer: str) -> str | None:
        for folder, prefix, targets in self._aliases:
            if folder and not importer.startswith(folder + "/"):
                continue
            if source.startswith(prefix):
                for target in targets:
                    found = self.file(posixpath.normpath(target + source[len(prefix) :]))
                    if found:
                        return found
        if source.startswith(("@/", "~/")):
            return self._conventional(source[2:], importer)
        return None

    def _conventional(self, rest: str, importer: str) -> str | None:
        """`@/` without a configuration that says so: `src` of the nearest folder that has it."""
        folder = posixpath.dirname(importer)
        while True:
            for base in ("src", ""):
                found = self.file(posixpath.normpath(posixpath.join(folder, base, rest)))
                if found:
                    return found
            if not folder:
                return None
            folder = posixpath.dirname(folder)

    def _read_workspaces(self, text: Callable[[str], str]) -> dict[str, tuple[str, dict[str, object]]]:
        packages = {}
        for path in self._paths:
            if posixpath.basename(path) == "package.json":
                manifest = parse_relaxed_json(text(path))
                name = manifest.get("name")
                if isinstance(name, str):
                    packages[name] = (posixpath.dirname(path), manifest)
        return packages

    def _workspace(self, source: str) -> str | None:
        parts = source.split("/")
        size = 2 if source.startswith("@") else 1
        known = self._packages.get("/".join(parts[:size]))
        if known is None:
            return None
        folder, manifest = known
        rest = "/".join(parts[size:])
        return self._workspace_file(folder, manifest, rest)

    def _workspace_file(self, folder: str, manifest: dict[str, object], rest: str) -> str | None:
        if rest:
            candidates = [rest, f"src/{rest}"]
        else:
            named = [str(manifest[key]) for key in ("source", "main", "module", "types") if key in manifest]
            candidates = [*named, "src/index", "index"]
        for candidate in candidates:
            found = self.file(posixpath.normpath(posixpath.join(folder, candidate)))
            if found:
                return found
        return None

    # --- Python -------------------------------------------------------------------------------------

    def _find_python_roots(self) -> list[str]:
        """Folders that absolute imports may start from: every folder holding Python that is no package."""
        folders = {posixpath.dirname(path) for path in self._paths if path.endswith(".py")}
        roots = {""}
        for folder in folders:
            while folder and f"{folder}/__init__.py" in self._paths:
                folder = posixpath.dirname(folder)
            roots.add(folder)
            roots.add(posixpath.dirname(folder))
        return sorted(roots, key=len)

    def _python(self, source: str, importer: str) -> str | None:
        if source.startswith("."):
            level = len(source) - len(source.lstrip("."))
            folder = posixpath.dirname(importer)
            for _ in range(level - 1):
                folder = posixpath.dirname(folder)
            return self.python_file(folder, source[level:])
        own_first = sorted(
            self._python_roots, key=lambda root: (not importer.startswith(root + "/"), len(root))
        )
        for root in own_first:
            found = self.python_file(root, source)
            if found:
                return found
        return None

    def python_file(self, folder: str, dotted: str) -> str | None:
        """The module or package `dotted` below a folder."""
        base = posixpath.join(folder, *dotted.split(".")) if dotted else folder
        for candidate in (f"{base}.py", posixpath.join(base, "__init__.py")):
            if candidate in self._paths:
                return candidate
        return None
