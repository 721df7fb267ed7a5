"""Adds dependencies to the app's manifests, keeping their order and format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array, Table

from roadworthy.edits.draft import Draft
from roadworthy.edits.edit import Package
from roadworthy.edits.package_json import with_package
from roadworthy.errors import RepairRefused
from roadworthy.regex import regex

_REQUIREMENTS = ("requirements.txt", "requirements/base.txt", "requirements/prod.txt")
_DEV_REQUIREMENTS = ("requirements-dev.txt", "dev-requirements.txt", "requirements/dev.txt")
_NAME = regex(r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)")


def add_packages(draft: Draft, packages: Iterable[Package], touched: Sequence[str] = ()) -> None:
    """Adds packages to the manifest nearest above the files a repair touches, else to the app's own.

    A package that is declared keeps its version. Raises RepairRefused when there is no manifest, or one that
    cannot be added to without a tool (hashes).
    """
    for package in packages:
        if package.manager == "npm":
            path = _nearest(draft, ("package.json",), touched)
            if path is None:
                raise RepairRefused(f"no package.json to add {package.name} to")
            draft.write_text(path, with_package(draft.text(path), package, path))
        elif package.manager == "pip":
            _add_to_python(draft, package, touched)
        else:
            raise RepairRefused(
                f"package manager {package.manager!r} is neither npm nor pip", where=package.name
            )


def _add_to_python(draft: Draft, package: Package, touched: Sequence[str]) -> None:
    names = (*_DEV_REQUIREMENTS, *_REQUIREMENTS) if package.dev else _REQUIREMENTS
    path = _nearest(draft, (*names, "pyproject.toml"), touched)
    if path is None:
        raise RepairRefused(f"neither requirements.txt nor pyproject.toml to add {package.name} to")
    if path.endswith("pyproject.toml"):
        draft.write_text(path, with_project_dependency(draft.text(path), package, path))
        return
    draft.write_text(path, with_requirement(draft.text(path), package, path))
    source = path.removesuffix(".txt") + ".in"
    if draft.read(source) is not None:
        # Where pip-compile is used, the next run would drop what the .in file does not ask for.
        draft.write_text(source, with_requirement(draft.text(source), package, source))


def _nearest(draft: Draft, names: Sequence[str], touched: Sequence[str]) -> str | None:
    for path in touched:
        for folder in PurePosixPath(path).parents:
            for name in names:
                if draft.read((folder / name).as_posix()) is not None:
                    return (folder / name).as_posix()
    for name in names:
        if draft.read(name) is not None:
            return name
    found = [path for name in names for path in draft.find(f"**/{name}")]
    return found[0] if len(found) == 1 else None


# --- requirements.txt ------------------------------------------------------------------------------------


def with_requirement(text: str, package: Package, path: str) -> str:
    """A requirements file with a package: in its place when the lines are sorted, else at the end."""
    if "--hash" in text:
        raise RepairRefused(
            f"pins hashes, {package.name} cannot be added without pip-compile",
            where=path,
            remedy="add the package yourself and repair again",
        )
    lines = text.split("\n")
    named = [(normal(found[1]), place) for place, line in enumerate(lines) if (found := _NAME.match(line))]
    name = normal(package.name)
    if any(known == name for known, _ in named):
        return text
    place = _place(name, named)
    if place is None:
        ended = text if text.endswith("\n") or not text else text + "\n"
        return f"{ended}{package.name}{package.version}\n"
    lines.insert(place, f"{package.name}{package.version}")
    return "\n".join(lines)


def _place(name: str, named: list[tuple[str, int]]) -> int | None:
    names = [known for known, _ in named]
    if names != sorted(names):
        return None
    return next((place for known, place in named if known > name), None)


def normal(name: str) -> str:
    """A distribution's name as PEP 503 compares it, without extras."""
    return re.sub(r"[-_.]+", "-", name.split("[")[0]).lower()


# --- pyproject.toml --------------------------------------------------------------------------------------


def with_project_dependency(text: str, package: Package, path: str) -> str:
    """A pyproject.toml with a package among its dependencies (PEP 621, PEP 735 for development, or Poetry)."""
    try:
        document = tomlkit.parse(text)
        poetry = document.get("tool", {}).get("poetry")
        if "project" not in document and poetry is not None:
            _add_to_poetry(poetry, package)
        elif package.dev:
            groups = document.setdefault("dependency-groups", tomlkit.table())
            _add_to_array(groups.setdefault("dev", tomlkit.array()), package)
        elif "project" in document:
            _add_to_array(document["project"].setdefault("dependencies", tomlkit.array()), package)
        else:
            raise RepairRefused(f"has no [project] to add {package.name} to", where=path)
    except TOMLKitError as error:
        raise RepairRefused(f"is not TOML: {error}", where=path) from error
    return tomlkit.dumps(document)


def _add_to_poetry(poetry: Table, package: Package) -> None:
    if package.dev:
        groups = poetry.setdefault("group", tomlkit.table(is_super_table=True))
        dev = groups.setdefault("dev", tomlkit.table(is_super_table=True))
        table = dev.setdefault("dependencies", tomlkit.table())
    else:
        table = poetry.setdefault("dependencies", tomlkit.table())
    base, _, extras = package.name.rstrip("]").partition("[")
    if any(normal(name) == normal(base) for name in table):
        return
    version = package.version or "*"
    table[base] = {"version": version, "extras": extras.split(",")} if extras else version


def _add_to_array(array: Array, package: Package) -> None:
    named = [
        (normal(found[1]), place) for place, item in enumerate(array) if (found := _NAME.match(str(item)))
    ]
    name = normal(package.name)
    if any(known == name for known, _ in named):
        return
    place = _place(name, named)
    requirement = f"{package.name}{package.version}"
    if place is None:
        array.append(requirement)
    else:
        array.insert(place, requirement)
