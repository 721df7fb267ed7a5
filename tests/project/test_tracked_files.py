"""The files in git: nothing of one machine in them, and one way to write Python."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path, PurePosixPath

import pytest

PROJECT = Path(__file__).parents[2]
# Folders that hold apps, not our code.
_APPS = ("examples/", "tests/bases/")
# Written in pieces, so that this file does not find itself.
_REGISTRIES = (
    "registry." + "npmjs",
    "registry." + "yarnpkg",
    "files." + "pythonhosted",
    "pypi." + "org/simple",
)


def _tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=PROJECT, check=True, capture_output=True, text=True
    )
    return [path for path in listed.stdout.split("\0") if path and (PROJECT / path).is_file()]


def _texts() -> dict[str, str]:
    texts = {}
    for path in _tracked():
        content = (PROJECT / path).read_bytes()
        if b"\0" not in content:
            texts[path] = content.decode("utf-8", "replace")
    return texts


def test_no_tracked_file_names_a_place_on_one_machine() -> None:
    places = re.compile(r"(?<![\w.*{}-])/(work|root|home/\w+|Users/\w+)/[\w.]")
    named = [f"{path}: {found[0]}" for path, text in _texts().items() if (found := places.search(text))]
    assert not named


@pytest.mark.parametrize("registry", _REGISTRIES)
def test_no_tracked_file_names_a_package_registry(registry: str) -> None:
    assert not [path for path, text in _texts().items() if registry in text]


def test_lock_files_leave_the_registry_to_the_machine() -> None:
    locks = [
        path for path in _tracked() if PurePosixPath(path).name in ("package-lock.json", "pnpm-lock.yaml")
    ]
    assert not [path for path in locks if '"resolved": "http' in (PROJECT / path).read_text()]


def test_every_python_file_with_annotations_reads_them_late() -> None:
    early = []
    for path in _tracked():
        if (
            path.endswith(".py")
            and not path.startswith(_APPS)
            and not {"cases", "files"} & set(path.split("/"))
        ):
            tree = ast.parse((PROJECT / path).read_text(encoding="utf-8"), path)
            holds_code = any(
                isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AnnAssign) for node in tree.body
            )
            if holds_code and not _reads_annotations_late(tree):
                early.append(path)
    assert not early


def _reads_annotations_late(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and "annotations" in {n.name for n in node.names}
        for node in tree.body
    )
