"""Which files of server actions an app is built with, and which of their actions the browser is ever told of."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.interpret import Program
from roadworthy.languages import form
from roadworthy.regex import Regex, regex
from roadworthy.source.purpose import is_test

# Each begins with letters that `re` looks for at once: that they begin a word is asked of what was found, ten times as fast as `\b`.
_SOURCES = tuple(
    regex(word + r"""\s*\(?\s*["'`]([^"'`\n]+)["'`]""") for word in ("from", "import", "require")
)
_LATER = regex(r"""import\s*\(\s*["'`]([^"'`\n]+)["'`]""")
_WORD = regex(r"\w")
_ENDING = regex(r"\.[cm]?[jt]sx?$")
_VERSION = regex(r'"next"\s*:\s*"[^"\d]*(\d+)')
# https://nextjs.org/blog/next-15#enhanced-security-for-server-actions: an action that no page uses is left out of what the browser
# gets, and ids cannot be guessed.
_SECRET_SINCE = 15
# What renders nothing can hand nothing to a page.
_PLAIN = (".ts", ".mts", ".cts")
_ALL = "*"


def _sources(text: str) -> Iterator[str]:
    for asked in _SOURCES:
        yield from _named(asked, text)


def _named(asked: Regex[str], text: str) -> Iterator[str]:
    """What an import names, wherever one begins a word."""
    for found in asked.finditer(text):
        if not found.start() or not _WORD.match(text[found.start() - 1]):
            yield found[1]


class Importers:
    """Who imports a file, tests apart. Of an import that leads nowhere we know, the last part of its name counts."""

    def __init__(self, program: Program) -> None:
        self._paths: set[str] = set()
        self._names: set[str] = set()
        for path in program.modules:
            for source in _sources(program.text(path)) if not is_test(path) else ():
                found = program.resolve(source, path)
                if found is not None and found in program.modules:
                    self._paths.add(found)
                elif "/" in source:
                    self._names.add(_stem(source))

    def __contains__(self, path: str) -> bool:
        """Whether anything imports the file: an action that nothing imports is not built, and nobody can call it."""
        return path in self._paths or _stem(path) in self._names


class _Taken(Struct, frozen=True):
    """The names that a module takes from another; `passes_on` when it only offers them further."""

    by: str
    names: frozenset[str]
    passes_on: bool = False


class HandedOut:
    """The actions whose ids a page may learn: taken by what runs in the browser, or by a file that renders. What only the
    server's plain modules call is a function like any other where ids are secret."""

    def __init__(self, program: Program, folders: list[str]) -> None:
        self._secret = bool(folders) and all(_major(program, folder) >= _SECRET_SINCE for folder in folders)
        self._taken: dict[str, list[_Taken]] = {}
        for path in program.modules if self._secret else ():
            if not is_test(path):
                self._take(program, path)
        self._in_browser = self._reached(program) if self._secret else set()

    def tells(self, path: str, name: str, seen: frozenset[str] = frozenset()) -> bool:
        """Whether a page may learn the id of an action that a file exports."""
        taken = [one for one in self._taken.get(path, ()) if one.names & {name, "default", _ALL}]
        # What nobody takes by its name may be meant for a page that is not seen.
        if not self._secret or (not taken and not seen):
            return True
        return any(
            one.by in self._in_browser
            or not one.by.endswith(_PLAIN)
            or (one.passes_on and one.by not in seen and self.tells(one.by, name, seen | {path}))
            for one in taken
        )

    def _take(self, program: Program, path: str) -> None:
        for statement in program.modules[path].body:
            if isinstance(statement, form.Import):
                self._add(program, path, statement.source, frozenset(n.imported for n in statement.names))
            elif isinstance(statement, form.Export) and statement.source:
                names = frozenset(n.local for n in statement.names)
                self._add(program, path, statement.source, names, passes_on=True)
        for source in _named(_LATER, program.text(path)):
            self._add(program, path, source, frozenset((_ALL,)))

    def _add(
        self, program: Program, path: str, source: str, names: frozenset[str], *, passes_on: bool = False
    ) -> None:
        found = program.resolve(source, path)
        if found is not None:
            self._taken.setdefault(found, []).append(_Taken(path, names, passes_on))

    def _reached(self, program: Program) -> set[str]:
        """The modules that run in the browser."""
        imported: dict[str, list[str]] = {}
        for path, taken in self._taken.items():
            for one in taken:
                imported.setdefault(one.by, []).append(path)
        waiting = [path for path, module in program.modules.items() if "use client" in module.directives]
        seen: set[str] = set()
        while waiting:
            path = waiting.pop()
            module = program.modules.get(path)
            if path in seen or module is None or "use server" in module.directives:
                continue
            seen.add(path)
            waiting += imported.get(path, ())
        return seen


def _stem(path: str) -> str:
    """`actions` of `@/notes/actions`, `./actions.ts` and `notes/actions/index.ts`."""
    parts = _ENDING.sub("", path).rstrip("/").split("/")
    return parts[-2] if parts[-1] == "index" and len(parts) > 1 else parts[-1]


def _major(program: Program, folder: str) -> int:
    """The version of Next.js that an app is built with; 0 where its manifest does not say."""
    found = _VERSION.search(program.text(f"{folder}/package.json".lstrip("/")))
    return int(found.group(1)) if found is not None else 0
