"""What a Python app depends on, and the commands that install it."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from roadworthy.errors import AppError
from roadworthy.regex import regex
from roadworthy.source.content import as_text
from roadworthy.source.data_files import parsed_toml, section

REQUIREMENT_FILES = (
    "requirements.txt",
    "requirements/prod.txt",
    "requirements/production.txt",
    "requirements/base.txt",
    "requirement.txt",
    "requirements-prod.txt",
    "requirements.in",
)
# Where the sandbox that installs packages shows files/install_packages.py.
PACKAGE_INSTALLER = "/opt/roadworthy/inside/install_packages.py"
_LARGEST_LOCK = 4_000_000
_SERVERS = regex(r"^(uwsgi|mod[-_]wsgi|bjoern|meinheld)\b", re.IGNORECASE)


def requirement_lines(folder: Path) -> list[str]:
    """What the app depends on, as pip would read it: what its first manifest names, and what only another one does. With a
    lockfile the manifest that it belongs to is the first.

    Raises AppError for a manifest that does not parse."""
    listed = next((lines for name in REQUIREMENT_FILES if (lines := _listed(folder / name))), [])
    declared = [*_project_lines(folder), *_pipfile_lines(folder)]
    first, second = (declared, listed) if _is_locked(folder) else (listed, declared)
    # What the lockfile names besides comes with what the app asks for.
    known = {_name(line) for line in first} | set(locked_releases(folder) if _is_locked(folder) else ())
    return [*first, *(line for line in second if _name(line) not in known)] or _setup_lines(folder)


def _listed(file: Path) -> list[str]:
    return list(_file_lines(file, 0)) if file.is_file() else []


def _is_locked(folder: Path) -> bool:
    return any((folder / name).is_file() for name in ("uv.lock", "poetry.lock", "Pipfile.lock"))


def _name(line: str) -> str:
    return _normal(re.split(r"[^A-Za-z0-9._-]", line.strip(), maxsplit=1)[0])


def _file_lines(file: Path, depth: int) -> Iterator[str]:
    """A requirements file's packages, those of the files it names included; options to pip are left out."""
    for line in as_text(file.read_bytes()).splitlines():
        line = re.sub(r"(^|\s)#.*$", "", line).strip()
        nested = re.match(r"(?:-r|--requirement)[\s=]+(\S+)", line)
        if nested is not None:
            inner = (file.parent / nested[1]).resolve()
            if inner.is_file() and depth < 4 and inner.is_relative_to(file.parent.parent.resolve()):
                yield from _file_lines(inner, depth + 1)
        elif line and not line.startswith(("-", ".", "/", "git+", "http:", "https:")):
            yield re.sub(r"\s*(--hash=\S+|\\)\s*", "", line)


def _project_lines(folder: Path) -> list[str]:
    project = folder / "pyproject.toml"
    if not project.exists():
        return []
    try:
        data = parsed_toml(project.read_text(encoding="utf-8"))
    except ValueError as error:
        raise AppError(f"does not parse: {error}", where=str(project)) from error
    lines = section(data, "project").get("dependencies")
    poetry = section(data, "tool", "poetry", "dependencies")
    return [line for line in (lines if isinstance(lines, list) else []) if isinstance(line, str)] + [
        _poetry_line(name, value) for name, value in poetry.items() if name != "python"
    ]


def _pipfile_lines(folder: Path) -> list[str]:
    file = folder / "Pipfile"
    if not file.is_file():
        return []
    try:
        packages = section(parsed_toml(file.read_text(encoding="utf-8")), "packages")
    except ValueError as error:
        raise AppError(f"does not parse: {error}", where=str(file)) from error
    return [_poetry_line(name, value) for name, value in packages.items()]


def _setup_lines(folder: Path) -> list[str]:
    """`install_requires = [...]` of a setup.py, which is read, not run."""
    file = folder / "setup.py"
    listed = (
        re.search(r"install_requires\s*=\s*\[(.*?)\]", as_text(file.read_bytes()), re.S)
        if file.is_file()
        else None
    )
    return re.findall(r"[\"']([^\"']+)[\"']", listed[1]) if listed is not None else []


def _poetry_line(name: str, value: object) -> str:
    version = str(value.get("version", "")) if isinstance(value, dict) else str(value)
    extras = value.get("extras") if isinstance(value, dict) else None
    full = f"{name}[{','.join(map(str, extras))}]" if isinstance(extras, list) and extras else name
    if match := re.match(r"^([\^~])(\d[\w.]*)", version):
        return f"{full}>={match[2]},<{_next_release(match[1], match[2])}"
    return full if version in ("", "*") else f"{full}{version if version[0] in '<>=!~' else '==' + version}"


def _next_release(sign: str, version: str) -> str:
    """The first release that is not meant any more (python-poetry.org/docs/dependency-specification): `^` goes up to the next one of the
    first number that is not 0, `~` to that of the second."""
    numbers = [int(number) for number in re.findall(r"\d+", version)]
    place = min(1, len(numbers) - 1)
    if sign == "^":
        place = next((n for n, number in enumerate(numbers) if number), len(numbers) - 1)
    return ".".join(map(str, [*numbers[:place], numbers[place] + 1]))


def has(lines: Sequence[str], package: str) -> bool:
    wanted = re.compile(rf"^\s*{re.escape(package)}\b(?!-)", re.IGNORECASE)
    return any(wanted.match(line) for line in lines)


def locked_releases(folder: Path) -> dict[str, str]:
    """The release of each package that uv.lock, poetry.lock or Pipfile.lock names, by its normal name."""
    for name in ("uv.lock", "poetry.lock"):
        file = folder / name
        if file.is_file() and file.stat().st_size < _LARGEST_LOCK:
            try:
                packages = parsed_toml(file.read_text(encoding="utf-8")).get("package")
            except ValueError:
                return {}
            return _releases(packages if isinstance(packages, list) else [])
    return _pipfile_releases(folder / "Pipfile.lock")


def _releases(packages: Sequence[object]) -> dict[str, str]:
    found: dict[str, str] = {}
    twice: set[str] = set()
    for package in packages:
        if isinstance(package, dict) and isinstance(package.get("version"), str) and _is_published(package):
            name = _normal(str(package.get("name", "")))
            # A package that a lock names in two releases, each for some machines, is left to pip.
            twice |= {name} if name in found else set()
            found[name] = str(package["version"])
    return {name: version for name, version in found.items() if name not in twice}


def _is_published(package: Mapping[str, object]) -> bool:
    """Whether a registry has it: a lockfile names the app itself too, and what comes from folders and repositories."""
    source = package.get("source")
    return not isinstance(source, dict) or "registry" in source or source.get("type") == "legacy"


def _pipfile_releases(file: Path) -> dict[str, str]:
    if not file.is_file() or file.stat().st_size > _LARGEST_LOCK:
        return {}
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        return {}
    packages = data.get("default", {}) if isinstance(data, Mapping) else {}
    return {
        _normal(name): str(one["version"]).removeprefix("==")
        for name, one in packages.items()
        if isinstance(one, dict) and str(one.get("version", "")).startswith("==")
    }


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def install_commands(folder: Path, lines: list[str], extra: list[str], scripts: bool) -> tuple[str, ...]:
    """Wheels only unless scripts are allowed: building from source would run strangers' code with a network. What has no
    wheel gives way (see files/install_packages.py)."""
    wanted = [*(line for line in lines if not _SERVERS.match(line)), *extra]
    if not wanted:
        return ()
    given = {
        "ROADWORTHY_PIP": json.dumps([] if scripts else ["--only-binary=:all:"]),
        "ROADWORTHY_LINES": json.dumps(wanted),
        "ROADWORTHY_PINS": json.dumps(locked_releases(folder)),
    }
    assigned = " ".join(f"{name}={shlex.quote(value)}" for name, value in given.items())
    return (f"{assigned} python {PACKAGE_INSTALLER}",)
