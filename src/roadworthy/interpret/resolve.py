"""Where an import leads: a file of the repository or a package.

Follows relative paths, TypeScript's `paths` and `baseUrl`, Vite's aliases as tsconfig repeats them, npm
workspaces, and Python's absolute and relative imports from any source root.
"""

from __future__ import annotations

import posixpath
import re
import sys
from collections.abc import Callable, Container, Iterable, Iterator

from msgspec import Struct

from roadworthy.regex import regex
from roadworthy.source.data_files import parsed_json

_ENDINGS = (".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts")
_COMMENT = regex(r"//[^\n]*|/\*.*?\*/", re.S)
_STRING_OR_COMMENT = regex(r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/', re.S)
_TRAILING_COMMA = regex(r",(\s*[}\]])")


def parse_relaxed_json(text: str) -> dict[str, object]:
    """tsconfig's JSON: comments and trailing commas allowed. An unreadable file is an empty one."""
    bare = _STRING_OR_COMMENT.sub(lambda m: m.group() if m.group().startswith('"') else "", text)
    try:
        loaded = parsed_json(_TRAILING_COMMA.sub(r"\1", bare))
    except ValueError:
        return {}
    return loaded if isinstance(loaded, dict) else {}


_HOSTS = regex(
    r"^https?://(?:esm\.sh|esm\.run|cdn\.skypack\.dev|cdn\.jsdelivr\.net/npm|unpkg\.com|ga\.jspm\.io/npm:|deno\.land/x|deno\.land|jsr\.io)/"
)
_BUILD = regex(r"^(?:v\d+|stable|\*|pin/v\d+)/")
_VERSION = regex(r"(?<=[\w-])@[^/]*")


def package_of(source: str) -> str:
    """The package that an import names, without where it comes from and its version: `npm:stripe@14`,
    `https://esm.sh/stripe@14?target=deno` and `stripe` are one."""
    if source.startswith("@nestjs/"):
        # `@nestjs/common/decorators` offers the very same as the package does.
        return "/".join(source.split("/")[:2])
    bare = source.removeprefix("node:")
    for prefix in ("npm:", "jsr:"):
        bare = bare.removeprefix(prefix).lstrip("/") if bare.startswith(prefix) else bare
    host = _HOSTS.match(bare)
    if host is None and bare is source:
        return source
    if host is not None:
        bare = _BUILD.sub("", bare[host.end() :].split("?")[0])
        bare = re.sub(r"(/mod|/\+esm)?(\.[jt]sx?|/\+esm)?$", "", bare)
    scope, slash, rest = bare.partition("/") if bare.startswith("@") else ("", "", bare)
    return f"{scope}{slash}{_VERSION.sub('', rest, count=1)}"


def exported_paths(exports: object, wanted: str) -> list[str]:
    """Where a package's `exports` (or `imports`) lead for a subpath, the sources before what is built of them:
    https://nodejs.org/api/packages.html#subpath-exports."""
    if isinstance(exports, dict) and any(str(key).startswith((".", "#")) for key in exports):
        for key, target in exports.items():
            head, star, tail = str(key).partition("*")
            fits = wanted == key or (star and wanted.startswith(head) and wanted.endswith(tail))
            if fits:
                inner = wanted[len(head) : len(wanted) - len(tail)] if star else ""
                return [path for found in _targets(target) for path in _sources(found.replace("*", inner))]
        return []
    return [path for found in _targets(exports) for path in _sources(found)] if wanted == "." else []


def _targets(target: object) -> list[str]:
    """Every file that a target names, under whatever condition."""
    if isinstance(target, str):
        return [target]
    if isinstance(target, list):
        return [path for item in target for path in _targets(item)]
    return [path for inner in target.values() for path in _targets(inner)] if isinstance(target, dict) else []


def _sources(path: str) -> list[str]:
    """A file as named, and the source that it is built of: `./dist/client.js` of `src/client.ts`."""
    plain = path.removeprefix("./")
    built = re.sub(r"^(dist|build|lib|out)/((esm|cjs|types)/)?", "src/", plain)
    stem = re.sub(r"\.(d\.)?[cm]?[jt]sx?$", "", built)
    return [plain, *([stem] if built != plain else [])]


# Python looks first in the folder of the script that it runs, and these lie where a project's commands are given.
_STARTED_BESIDE = frozenset({"manage.py", "alembic.ini", "pyproject.toml", "requirements.txt", "Pipfile"})

_SCRIPTS = (
    "main.py",
    "app.py",
    "run.py",
    "server.py",
    "api.py",
    "wsgi.py",
    "asgi.py",
    "index.py",
    "application.py",
)
_IMPORTED = regex(r"^(?:from|import)[ \t]+([A-Za-z_][\w.]*)", re.M)


def _joined(base: str, target: str) -> str:
    """Where a target of `paths` lies, up to what its `*` stands for."""
    return posixpath.normpath(posixpath.join(base, target.removesuffix("*"))) + (
        "/" if target.endswith("/*") else ""
    )


class Alias(Struct, frozen=True):
    """What a configuration says of names in one folder: those that begin with `prefix` (`whole`: that are it) stand below `targets`."""

    folder: str
    prefix: str
    targets: tuple[str, ...]
    whole: bool = False

    def covers(self, source: str) -> bool:
        """Whether a name is meant."""
        return source == self.prefix if self.whole else source.startswith(self.prefix)


class Resolver:
    """Resolves the imports of one repository. `paths` are all its files, POSIX and relative."""

    def __init__(self, paths: Iterable[str], text: Callable[[str], str]) -> None:
        self._paths = set(paths)
        # Macs and Windows find `./User.model.js` where the file is called `user.model.js`, and so do the people who wrote it.
        self._folded = {
            path.lower(): path for path in sorted(self._paths, reverse=True) if path.endswith(_ENDINGS)
        }
        self._aliases = self._read_aliases(text)
        self._packages = self._read_workspaces(text)
        self._script_found: dict[tuple[str, str], str | None] = {}
        self._python_found: dict[tuple[str, str], str | None] = {}
        self._python_roots = self._find_python_roots(text)

    def resolve(self, source: str, importer: str, language: str) -> str | None:
        """The file that an import of `source` in `importer` leads to; None for a package."""
        if language == "python":
            return self._python(source, importer)
        known = (source, posixpath.dirname(importer))
        if known not in self._script_found:
            self._script_found[known] = self._look_for_script(source, importer)
        return self._script_found[known]

    def _look_for_script(self, source: str, importer: str) -> str | None:
        """The same for every file of the importer's folder."""
        if source.startswith("."):
            return self.file(posixpath.normpath(posixpath.join(posixpath.dirname(importer), source)))
        if source.startswith("#"):
            return self._own_import(source, importer)
        return self._alias(source, importer) or self._workspace(source)

    def is_local(self, source: str, importer: str) -> bool:
        """Whether an import was meant to lead to a file of the repository."""
        return source.startswith(".") or any(
            one.covers(source) for one in self._aliases if one.prefix not in ("", "*")
        )

    def file(self, path: str) -> str | None:
        """A module path with its ending and index file filled in; letters of another size lead to the same file where no other is there."""
        found = self._exact(path, self._paths)
        return found or self._folded.get(self._exact(path.lower(), self._folded) or "")

    def _exact(self, path: str, paths: Container[str]) -> str | None:
        if path in paths and path.endswith(_ENDINGS):
            return path
        stem = re.sub(r"\.(js|jsx|mjs|cjs)$", "", path)
        for base in dict.fromkeys((path, stem)):
            for ending in _ENDINGS:
                if base + ending in paths:
                    return base + ending
        folder = "" if path == "." else f"{path}/"
        for ending in _ENDINGS:
            if f"{folder}index{ending}" in paths:
                return f"{folder}index{ending}"
        return None

    # --- JavaScript ---------------------------------------------------------------------------------

    def _read_aliases(self, text: Callable[[str], str]) -> list[Alias]:
        """What all configurations say, the nearest first."""
        aliases: list[Alias] = []
        for path in self._paths:
            name = posixpath.basename(path)
            if re.fullmatch(r"(ts|js)config(\.\w+)?\.json", name):
                aliases.extend(self._config_aliases(path, parse_relaxed_json(text(path))))
        return sorted(aliases, key=lambda one: (-len(one.folder), -len(one.prefix)))

    def _config_aliases(self, path: str, config: dict[str, object]) -> Iterator[Alias]:
        options = config.get("compilerOptions")
        if not isinstance(options, dict):
            return
        folder = posixpath.dirname(path)
        base = posixpath.normpath(posixpath.join(folder, str(options.get("baseUrl") or ".")))
        for alias, targets in (options.get("paths") or {}).items():
            # `"react": ["./node_modules/@types/react"]` says where a package's types lie: it stays a package.
            own = tuple(_joined(base, one) for one in targets if "node_modules" not in one.split("/"))
            if own:
                yield Alias(folder, alias.removesuffix("*"), own, not alias.endswith("*"))
        if "baseUrl" in options:
            yield Alias(folder, "", ("" if base == "." else base + "/",))

    def _alias(self, source: str, importer: str) -> str | None:
        for one in self._aliases:
            if one.folder and not importer.startswith(one.folder + "/"):
                continue
            if one.covers(source):
                for target in one.targets:
                    found = self.file(posixpath.normpath(target + source[len(one.prefix) :]))
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

    def _own_import(self, source: str, importer: str) -> str | None:
        """`#lib/db`, as the nearest package names its own files in `imports`."""
        around = [one for one in self._packages.values() if not one[0] or importer.startswith(f"{one[0]}/")]
        for folder, manifest in sorted(around, key=lambda one: -len(one[0])):
            for path in exported_paths(manifest.get("imports"), source):
                found = self.file(posixpath.normpath(posixpath.join(folder, path)))
                if found:
                    return found
        return None

    def _workspace_file(self, folder: str, manifest: dict[str, object], rest: str) -> str | None:
        exported = exported_paths(manifest.get("exports"), f"./{rest}" if rest else ".")
        if rest:
            candidates = [*exported, rest, f"src/{rest}"]
        else:
            named = [str(manifest[key]) for key in ("source", "main", "module", "types") if key in manifest]
            candidates = [*exported, *named, "src/index", "index"]
        for candidate in candidates:
            found = self.file(posixpath.normpath(posixpath.join(folder, candidate)))
            if found:
                return found
        return None

    # --- Python -------------------------------------------------------------------------------------

    def _find_python_roots(self, text: Callable[[str], str]) -> list[str]:
        """Folders that absolute imports may start from: every folder holding Python that is no package, and those where the
        app is started although a stray `__init__.py` lies there."""
        folders = {posixpath.dirname(path) for path in self._paths if path.endswith(".py")}
        roots = {
            "",
            *(posixpath.dirname(path) for path in self._paths if posixpath.basename(path) in _STARTED_BESIDE),
        }
        roots &= {"", *folders}
        for folder in folders:
            while folder and f"{folder}/__init__.py" in self._paths:
                folder = posixpath.dirname(folder)
            roots.add(folder)
            roots.add(posixpath.dirname(folder))
        roots |= {folder for folder in folders - roots if self._is_started_in(folder, text)}
        return sorted(roots, key=len)

    def _is_started_in(self, folder: str, text: Callable[[str], str]) -> bool:
        """Whether a script of a package's folder imports what lies beside it by its mere name (`from database import Base`, `from
        models.user import User`): Python finds that where the script itself is run. One name may be an installed package's."""
        for name in _SCRIPTS:
            path = posixpath.join(folder, name)
            found = _IMPORTED.findall(text(path)) if path in self._paths else ()
            beside = {one for one in found if self._lies_beside(folder, one)}
            if len(beside) > 1 or any("." in one for one in beside):
                return True
        return False

    def _lies_beside(self, folder: str, dotted: str) -> bool:
        first = dotted.partition(".")[0]
        own = first != posixpath.basename(folder) and first not in sys.stdlib_module_names
        return own and self.python_file(folder, dotted) is not None

    def _python(self, source: str, importer: str) -> str | None:
        # Functions import what they need each time they run, and most of it is looked for in every root for nothing.
        known = (source, importer)
        if known not in self._python_found:
            self._python_found[known] = self._look_for_python(source, importer)
        return self._python_found[known]

    def _look_for_python(self, source: str, importer: str) -> str | None:
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
