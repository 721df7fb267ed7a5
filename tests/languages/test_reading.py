"""All modules of a repository: the same however many processes read them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from roadworthy.languages import reading
from roadworthy.languages.form import Module
from roadworthy.languages.reading import PARALLEL_LINES, Modules, read_modules
from roadworthy.source import open_repository


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "a.py").write_text("def f(): return 1\n")
    (folder / "b.ts").write_text("export const b = 1;\n")
    (folder / "b.test.ts").write_text("test('b', () => {});\n")
    (folder / "types.d.ts").write_text("declare const x: number;\n")
    (folder / "README.md").write_text("# App\n")
    return folder


def read(root: Path, jobs: int = 1) -> Modules:
    return read_modules(open_repository(root), jobs)


def refuse(path: str, source: bytes) -> Module:
    raise ZeroDivisionError(f"no reading of {path}")


def die(path: str, source: bytes) -> Module:
    if path == "deadly.py":
        os._exit(9)
    return Module(path, "python", (), 1)


def test_every_code_file_is_read_but_declarations(root: Path) -> None:
    modules = read(root)
    assert list(modules.by_path) == ["a.py", "b.test.ts", "b.ts"]
    assert [module.path for module in modules.by_path.values()] == list(modules.by_path)
    assert modules.errors == []


def test_processes_read_the_same_modules(root: Path) -> None:
    for number in range(8):
        (root / f"large{number}.py").write_text(f"x = f({number})\n" * (PARALLEL_LINES // 6))
    assert read(root, jobs=2) == read(root, jobs=1)


def test_a_reader_that_fails_costs_one_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reading.READERS, "python", refuse)
    modules = read(root)
    assert list(modules.by_path) == ["b.test.ts", "b.ts"]
    assert modules.errors == [("a.py", "its reader failed: ZeroDivisionError: no reading of a.py")]


def test_a_reader_that_crashes_its_process_costs_one_file(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(reading.READERS, "python", die)
    monkeypatch.setattr(reading, "PARALLEL_LINES", 0)
    (root / "deadly.py").write_text("x\n")
    modules = read(root, jobs=2)
    assert list(modules.by_path) == ["a.py", "b.test.ts", "b.ts"]
    assert modules.errors == [("deadly.py", "its reader crashed")]


def test_a_file_that_vanished_is_one_error(root: Path) -> None:
    repository = open_repository(root)
    (root / "a.py").unlink()
    modules = read_modules(repository, 1)
    assert (len(modules.by_path), modules.errors) == (
        2,
        [("a.py", "cannot be read: No such file or directory")],
    )
