"""Which Python an app asks for, and the ones that this machine has."""

from __future__ import annotations

import ast
import functools
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from roadworthy.source.data_files import parsed_toml, section
from roadworthy.trial.python_application import source_texts

Version = tuple[int, int]
_OWN: Version = (sys.version_info[0], sys.version_info[1])
# From which release on Django needs which Python (docs.djangoproject.com, "What Python version can I use with Django?").
_DJANGO: tuple[tuple[Version, Version], ...] = (((6, 0), (3, 12)), ((5, 0), (3, 10)))
# Before which release what runs up to which Python: pydantic 1.10 is the first for 3.11, which takes no keyword for a parameter's name.
_LAST: tuple[tuple[str, Version, Version], ...] = (("pydantic", (1, 10), (3, 10)),)
_ANSWERS_SECONDS = 10


class Python(msgspec.Struct, frozen=True):
    """An interpreter: its release and the folder that it is installed in."""

    version: Version
    prefix: Path

    @property
    def program(self) -> str:
        return str(self.prefix / "bin" / f"python{self.version[0]}.{self.version[1]}")


def own_python() -> Python:
    """The one that runs Roadworthy."""
    return Python(_OWN, Path(sys.base_prefix))


def wanted_python(folder: Path, lines: Sequence[str]) -> str:
    """`3.12` where the app cannot run on the Python that runs Roadworthy and this machine has one on which it can, else ''."""
    known = sorted(one.version for one in pythons())
    least, most, exact = _least(folder, lines), _most(lines), _exact(folder)
    # Of a release that nobody has any more the next one is the nearest.
    named = next((one for one in known if exact is not None and one >= exact), None)
    if named is not None and named != _OWN and named >= least and (named == exact or named < _OWN):
        return f"{named[0]}.{named[1]}"
    if least <= _OWN <= most:
        return ""
    fits = [version for version in known if least <= version <= most]
    best = (fits[0] if least > _OWN else fits[-1]) if fits else None
    return f"{best[0]}.{best[1]}" if best is not None else ""


def _most(lines: Sequence[str]) -> Version:
    """The last Python on which the exact releases that the app asks for can be imported."""
    exact = [
        found
        for line in lines
        if (found := re.match(r"([\w.-]+?)(?:\[.*\])?\s*==\s*(\d+)\.(\d+)", line.strip()))
    ]
    return min(
        (
            python
            for found in exact
            for name, release, python in _LAST
            if found[1].lower() == name and (int(found[2]), int(found[3])) < release
        ),
        default=(4, 0),
    )


def _least(folder: Path, lines: Sequence[str]) -> Version:
    asked = [_version(match) for match in re.finditer(r">=?\s*(3)\.(\d+)", _requires(folder))]
    django = next((line for line in lines if re.match(r"django(\[\w+\])?\s*[=~>]", line, re.I)), "")
    release = re.search(r"[=~>]=?\s*(\d+)\.(\d+)", django)
    if release is not None:
        asked += [python for django_from, python in _DJANGO if _version(release) >= django_from][:1]
    if any(_is_newer(text) for text in source_texts(folder).values()):
        asked.append((_OWN[0], _OWN[1] + 1))
    return max(asked, default=(3, 0))


def _is_newer(text: str) -> bool:
    """Whether a source is none to our own Python: f-strings in f-strings, `type` statements and the like of a later one."""
    try:
        ast.parse(text)
    except SyntaxError:
        return True
    except (ValueError, RecursionError, MemoryError):
        # What no Python can read says nothing of its release.
        pass
    return False


def _requires(folder: Path) -> str:
    try:
        data = parsed_toml((folder / "pyproject.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    project = section(data, "project").get("requires-python")
    poetry = section(data, "tool", "poetry", "dependencies").get("python")
    found = project if isinstance(project, str) else poetry if isinstance(poetry, str) else ""
    return re.sub(r"^\s*[\^~]", ">=", found)


def _exact(folder: Path) -> Version | None:
    """The release that `.python-version`, `runtime.txt`, a Dockerfile or a Pipfile names, where ours cannot stand in for it."""
    for name, pattern in (
        ("Dockerfile", r"^FROM\s+python:(3)\.(\d+)"),
        (".python-version", r"^\s*(3)\.(\d+)"),
        ("runtime.txt", r"python-(3)\.(\d+)"),
        ("Pipfile", r"python_(?:full_)?version\s*=\s*\"(3)\.(\d+)"),
    ):
        file = folder / name
        match = re.search(pattern, file.read_text(errors="replace"), re.M) if file.is_file() else None
        if match is not None:
            return _version(match)
    return None


def _version(match: re.Match[str]) -> Version:
    return int(match[1]), int(match[2])


@functools.cache
def pythons() -> tuple[Python, ...]:
    """The Pythons of this machine that run, ours first: on the PATH, and beside ours where a version manager keeps several."""
    found = {_OWN: own_python()}
    for program in _programs():
        try:
            said = subprocess.run(
                [program, "-I", "-S", "-c", "import sys; print(*sys.version_info[:2], sys.base_prefix)"],
                capture_output=True,
                text=True,
                timeout=_ANSWERS_SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        match = re.match(r"(3) (\d+) (.+)", said.stdout)
        if match is not None:
            found.setdefault(_version(match), Python(_version(match), Path(match[3].strip())))
    return tuple(found.values())


def _programs() -> Iterator[str]:
    for minor in range(9, 16):
        on_path = shutil.which(f"python3.{minor}")
        if on_path is not None:
            yield on_path
        for beside in sorted(Path(sys.base_prefix).parent.glob(f"*3.{minor}*/bin/python3.{minor}")):
            yield str(beside)
