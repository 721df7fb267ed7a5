"""Type errors of the app, counted by file and code, so that a repair's own stand out."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from msgspec import Struct

from roadworthy.regex import Regex, regex
from roadworthy.repair.workshop import INSIDE_KEPT, Workshop
from roadworthy.source.data_files import parsed_toml, section
from roadworthy.trial.install import INSIDE_APP

SECONDS = 180.0
# Out of time, not executable, not found.
_NOT_RUN = (None, 126, 127)
_TSC = regex(r"^(?:(?P<file>.+?)\(\d+,\d+\): )?error (?P<code>TS\d+): (?P<text>.*)$", re.MULTILINE)
_MYPY = regex(r"^(?P<file>.+?):\d+(?::\d+)?: error: (?P<text>.*?)(?:  \[(?P<code>[\w-]+)\])?$", re.MULTILINE)
_COMPILE = regex(r'File "(?P<file>[^"]+)", line \d+.*?\n(?P<code>\w+Error): (?P<text>[^\n]*)', re.DOTALL)
_PASSED_OVER = frozenset({"node_modules", ".git", "dist", "build", ".next", "__pycache__"})


class TypeErrors(Struct, frozen=True):
    """How often each error occurs, by (tool, file, code), with the first message of each in `texts`. `tools` are those
    that ran to their end."""

    counts: dict[tuple[str, str, str], int]
    texts: dict[tuple[str, str, str], str]
    tools: tuple[str, ...]

    def new_since(self, before: TypeErrors) -> list[str]:
        """Each error that there was less of before, as `file: code: message`; only of tools that ran before too."""
        more = [key for key, count in sorted(self.counts.items()) if count > before.counts.get(key, 0)]
        return [
            ": ".join(part for part in (file, code, self.texts[tool, file, code]) if part)
            for tool, file, code in more
            if tool in before.tools
        ]


def type_errors(workshop: Workshop, root: Path) -> TypeErrors:
    """Checks every TypeScript project, compiles every Python file, and runs mypy where the app is set up for it."""
    counts: Counter[tuple[str, str, str]] = Counter()
    texts: dict[tuple[str, str, str], str] = {}
    tools: list[str] = []
    for tool, folder, command, form in _checks(workshop, root):
        ran = workshop.run(command, SECONDS, folder)
        if ran.code in _NOT_RUN:
            continue
        tools.append(tool)
        for match in form.finditer(ran.output):
            named = (match["file"] or "").removeprefix(f"{INSIDE_APP}/")
            file = os.path.normpath(f"{folder}/{named}") if named else ""
            key = (tool, file, match["code"] or "")
            counts[key] += 1
            texts.setdefault(key, match["text"])
    return TypeErrors(dict(counts), texts, tuple(tools))


def _checks(workshop: Workshop, root: Path) -> Iterator[tuple[str, str, str, Regex[str]]]:
    for project in _projects(root):
        folder = project.parent.as_posix()
        compiler = workshop.tool("tsc", folder)
        if compiler is not None:
            remembered = f"{INSIDE_KEPT}/{re.sub(r'[^A-Za-z0-9]+', '-', project.as_posix())}.tsbuildinfo"
            options = f"--noEmit --pretty false --incremental --tsBuildInfoFile {remembered}"
            yield f"tsc {project}", folder, f"{compiler} -p {project.name} {options}", _TSC
    if any(name.endswith(".py") for _, names in _folders(root) for name in names):
        skipped = "(^|/)(node_modules|\\.git|venv|\\.venv)/"
        yield "compileall", ".", f"python3 -m compileall -q -f -x '{skipped}' .", _COMPILE
    if workshop.tool("mypy") is not None and _has_mypy_settings(root):
        yield "mypy", ".", f"{workshop.tool('mypy')} --no-color-output --show-error-codes .", _MYPY


def _projects(root: Path) -> Iterator[PurePosixPath]:
    """The TypeScript projects: each tsconfig.json, or what it refers to when it has no files of its own."""
    for folder, names in _folders(root):
        if "tsconfig.json" not in names:
            continue
        here = PurePosixPath(folder.relative_to(root).as_posix())
        text = (folder / "tsconfig.json").read_text(errors="replace")
        if not re.search(r'"files"\s*:\s*\[\s*\]', text):
            yield here / "tsconfig.json"
            continue
        for path in re.findall(r'"path"\s*:\s*"([^"]+)"', text):
            target = folder / path
            # A folder that is referred to has a tsconfig.json of its own, found by itself.
            if target.suffix == ".json" and target.is_file():
                yield here / path


def _folders(root: Path) -> Iterator[tuple[Path, list[str]]]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in _PASSED_OVER)
        yield Path(folder), names


def _has_mypy_settings(root: Path) -> bool:
    if (root / "mypy.ini").is_file() or (root / ".mypy.ini").is_file():
        return True
    project, setup = root / "pyproject.toml", root / "setup.cfg"
    if setup.is_file() and re.search(r"^\[mypy\]", setup.read_text(errors="replace"), re.MULTILINE):
        return True
    try:
        return project.is_file() and "mypy" in section(
            parsed_toml(project.read_text(encoding="utf-8")), "tool"
        )
    except ValueError:
        return False
