"""Reads which version of a runtime the app asks for."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from roadworthy.app.deployment import Pin
from roadworthy.app.location import Location, whole_file
from roadworthy.interpret.resolve import parse_relaxed_json
from roadworthy.regex import regex
from roadworthy.source import Repository
from roadworthy.source.data_files import parsed_toml, section

_FILES = {".nvmrc": "node", ".node-version": "node", ".python-version": "python", "runtime.txt": "python"}
_FROM = regex(
    r"^FROM\s+(?:--platform=\S+\s+)?(?:\S+/)?(node|python|oven/bun|bun|denoland/deno)(?:/\S+)?:([\w.-]+)",
    re.M | re.I,
)
_TOOLS = regex(r"^\s*\"?(nodejs|node|python)\"?\s*[ =]\s*\"?([\d.]+)", re.M)
_MODULES = regex(r"\"(nodejs|python)-([\d.]+)")


def read_pins(repository: Repository) -> tuple[Pin, ...]:
    """Every version of node or python that some file asks for; a range without an upper end counts as one."""
    return tuple(pin for file in repository.files for pin in _of_file(repository, file.path))


def _of_file(repository: Repository, path: str) -> Iterator[Pin]:
    name = posixpath.basename(path)
    if name in _FILES:
        version = repository.text(path).strip()[:40]
        yield from [Pin(_FILES[name], version, whole_file(path))] if re.search(r"\d", version) else []
    elif name == "package.json":
        engine = section(parse_relaxed_json(repository.text(path)), "engines").get("node")
        yield from [Pin("node", str(engine), whole_file(path))] if engine and str(engine) != "*" else []
    elif name == "pyproject.toml":
        yield from _pyproject(path, repository.text(path))
    elif name.startswith(("Dockerfile", "Containerfile")) or name.endswith(".Dockerfile"):
        text = repository.text(path)
        for match in _FROM.finditer(text):
            if re.search(r"\d", match.group(2)):
                line = text.count("\n", 0, match.start()) + 1
                yield Pin(match.group(1).lower(), match.group(2), Location(path, line, line))
    elif name in (".tool-versions", "mise.toml", ".mise.toml", ".replit"):
        pattern = _MODULES if name == ".replit" else _TOOLS
        for match in pattern.finditer(repository.text(path)):
            yield Pin(
                "node" if match.group(1).startswith("node") else "python", match.group(2), whole_file(path)
            )


def _pyproject(path: str, text: str) -> Iterator[Pin]:
    try:
        data = parsed_toml(text)
    except ValueError:
        return
    wanted = section(data, "project").get("requires-python") or section(
        data, "tool", "poetry", "dependencies"
    ).get("python")
    if isinstance(wanted, str):
        yield Pin("python", wanted, whole_file(path))
