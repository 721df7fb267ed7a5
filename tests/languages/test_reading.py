"""All modules of a repository: the same however many processes read them, and kept between runs."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from roadworthy.languages import reading
from roadworthy.languages.cache import FILE_NAME
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


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def read(root: Path, kept: Path | None = None, jobs: int = 1) -> Modules:
    return read_modules(open_repository(root), kept, jobs)


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


def test_a_second_run_reads_only_what_changed(
    root: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = read(root, kept)
    (root / "a.py").write_text("def g(): return 2\n")
    seen: list[str] = []
    read_python = reading.READERS["python"]
    monkeypatch.setitem(
        reading.READERS, "python", lambda path, source: seen.append(path) or read_python(path, source)
    )
    monkeypatch.setitem(reading.READERS, "typescript", refuse)
    second = read(root, kept)
    assert (seen, second.errors) == (["a.py"], [])
    assert second.by_path["b.ts"] == first.by_path["b.ts"]
    assert second.by_path["a.py"] != first.by_path["a.py"]


def test_a_file_that_moved_is_found_by_its_content(
    root: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(root, kept)
    (root / "a.py").rename(root / "moved.py")
    monkeypatch.setitem(reading.READERS, "python", refuse)
    assert read(root, kept).by_path["moved.py"].path == "moved.py"


def test_the_cache_is_one_file_written_only_when_something_changed(root: Path, kept: Path) -> None:
    read(root, kept)
    file = kept / FILE_NAME
    assert list(kept.iterdir()) == [file]
    before = file.stat().st_ino
    read(root, kept)
    assert file.stat().st_ino == before
    (root / "b.test.ts").unlink()
    read(root, kept)
    assert file.stat().st_ino != before
    assert len(msgspec.msgpack.decode(file.read_bytes())) == 2


@pytest.mark.parametrize("damage", [b"", b"\xff" * 100, b"\x91" * 5_000, b"\x80", "middle", "modules"])
def test_a_damaged_cache_is_ignored(root: Path, kept: Path, damage: bytes | str) -> None:
    whole = read(root, kept)
    file = kept / FILE_NAME
    if damage == "middle":
        damage = file.read_bytes()[: file.stat().st_size // 2]
    elif damage == "modules":
        keys = msgspec.msgpack.decode(file.read_bytes(), type=dict[str, bytes])
        damage = msgspec.msgpack.encode(dict.fromkeys(keys, b"\x01"))
    assert isinstance(damage, bytes)
    file.write_bytes(damage)
    assert read(root, kept) == whole
    assert read(root, kept) == whole


def test_a_cache_that_cannot_be_written_is_an_error_and_no_crash(root: Path, kept: Path) -> None:
    kept.write_text("a file where the folder should be")
    modules = read(root, kept)
    assert len(modules.by_path) == 3
    assert modules.errors == [(str(kept / FILE_NAME), "the cache cannot be written: File exists")]


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
    modules = read_modules(repository, None, 1)
    assert (len(modules.by_path), modules.errors) == (
        2,
        [("a.py", "cannot be read: No such file or directory")],
    )
