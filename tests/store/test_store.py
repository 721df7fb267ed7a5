"""Runs are kept whole, by several writers at once, and a damaged file costs nothing."""

from __future__ import annotations

import multiprocessing
import sqlite3
from pathlib import Path

import msgspec
import pytest

from roadworthy.errors import UsageError
from roadworthy.report.record import Report
from roadworthy.store import Run, open_store
from roadworthy.store.runs import KEPT


def silent(line: str) -> None:
    raise AssertionError(f"nothing to warn of, but: {line}")


def test_a_run_comes_back_as_it_was(tmp_path: Path, report: Report) -> None:
    with open_store(tmp_path, silent) as store:
        number = store.save_run(report)
    with open_store(tmp_path, silent) as store:
        assert store.load_run(number) == report
        assert store.latest_run() == report


def test_screenshots_are_kept_with_the_run(tmp_path: Path, report: Report) -> None:
    (tmp_path / "shop/blank.png").unlink()
    with open_store(tmp_path, silent) as store:
        found = store.load_run(store.save_run(report))
    pictures = [p for gap in found.gaps if gap.reproduction for p in gap.reproduction.pictures]
    assert [picture.data[:8] for picture in pictures] == ["iVBORw0K"]


def test_the_first_checklist_is_found_again(tmp_path: Path, report: Report) -> None:
    with open_store(tmp_path, silent) as store:
        assert store.first_run() is None
        store.save_run(msgspec.structs.replace(report, checklist=()))
        store.save_run(report)
        store.save_run(msgspec.structs.replace(report, checklist=report.checklist[:1]))
        first, latest = store.first_run(), store.latest_run()
    assert first is not None
    assert first.checklist == report.checklist
    assert latest is not None
    assert len(latest.checklist) == 1


def test_runs_are_listed_newest_first(tmp_path: Path, report: Report) -> None:
    with open_store(tmp_path, silent) as store:
        store.save_run(report)
        store.save_run(msgspec.structs.replace(report, command="audit"))
        runs = store.list_runs()
    assert [(run.id, run.command) for run in runs] == [(2, "audit"), (1, "harden")]
    assert runs[0] == Run(
        2, "corner-shop", report.app.commit, "0.1.0", "audit", "2026-11-25T19:40:00Z", "2026-11-25T19:52:31Z"
    )


def test_old_runs_go_but_not_the_first_nor_those_of_other_commands(tmp_path: Path, report: Report) -> None:
    audit = msgspec.structs.replace(report, command="audit", gaps=())
    with open_store(tmp_path, silent) as store:
        first, hardened = store.save_run(audit), store.save_run(report)
        numbers = [store.save_run(audit) for _ in range(KEPT + 5)]
        kept = [run.id for run in store.list_runs()]
    assert kept == [*reversed(numbers[-KEPT:]), hardened, first]


def test_the_file_of_the_store_stops_growing(tmp_path: Path, report: Report) -> None:
    sizes = []
    for _ in range(3 * KEPT):
        with open_store(tmp_path, silent) as store:
            store.save_run(report)
            path = store.path
        sizes.append(path.stat().st_size)
    assert max(sizes) <= 1.2 * sizes[KEPT]


def test_a_run_that_is_not_there_is_said(tmp_path: Path) -> None:
    with open_store(tmp_path, silent) as store, pytest.raises(UsageError, match="there is no run 7"):
        store.load_run(7)


def test_git_does_not_see_the_folder(tmp_path: Path) -> None:
    with open_store(tmp_path, silent):
        pass
    assert (tmp_path / ".roadworthy/.gitignore").read_text() == "*\n"


def write(root: Path, report: Report, times: int) -> None:
    for _ in range(times):
        with open_store(root, silent) as store:
            store.save_run(report)


def test_writers_at_once_lose_nothing(tmp_path: Path, report: Report) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=write, args=(tmp_path, report, 5)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0, 0, 0]
    with open_store(tmp_path, silent) as store:
        runs = store.list_runs()
        assert len(runs) == 20
        assert all(store.load_run(run.id) == report for run in runs)


@pytest.mark.parametrize("damage", ["not a database", "torn"])
def test_a_damaged_file_is_set_aside_and_nothing_is_lost(tmp_path: Path, report: Report, damage: str) -> None:
    with open_store(tmp_path, silent) as store:
        store.save_run(report)
    path = tmp_path / ".roadworthy/runs.db"
    content = b"notes, not rows\n" * 300 if damage == "not a database" else _torn(path.read_bytes())
    path.write_bytes(content)
    said: list[str] = []
    with open_store(tmp_path, said.append) as store:
        store.save_run(report)
        assert store.latest_run() == report
    assert len(said) == 1
    assert "is damaged" in said[0]
    assert "runs.db.damaged-1" in said[0]
    assert "\n" not in said[0]
    assert (tmp_path / ".roadworthy/runs.db.damaged-1").read_bytes() == content


def _torn(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:4096] + b"\xff" * (middle - 4096) + content[middle:]


def test_a_second_damaged_file_does_not_replace_the_first(tmp_path: Path, report: Report) -> None:
    path = tmp_path / ".roadworthy/runs.db"
    path.parent.mkdir()
    for number in (1, 2):
        path.write_bytes(b"x" * (1000 * number))
        with open_store(tmp_path, lambda line: None):
            pass
    sizes = [(path.parent / f"runs.db.damaged-{number}").stat().st_size for number in (1, 2)]
    assert sizes == [1000, 2000]


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    app = tmp_path / "app"
    app.mkdir()
    (app / ".roadworthy").symlink_to(elsewhere)
    with pytest.raises(UsageError, match="is a link"), open_store(app, silent):
        pass
    assert list(elsewhere.iterdir()) == []


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path, report: Report) -> None:
    with open_store(tmp_path, silent) as store:
        store.save_run(report)
    with sqlite3.connect(tmp_path / ".roadworthy/runs.db") as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(UsageError, match="newer Roadworthy"), open_store(tmp_path, silent):
        pass


def test_a_store_that_came_with_the_app_and_lies_is_one_line(tmp_path: Path) -> None:
    folder = tmp_path / ".roadworthy"
    folder.mkdir()
    with sqlite3.connect(folder / "runs.db") as connection:
        connection.execute("CREATE TABLE runs (id)")
        connection.execute("PRAGMA user_version = 1")
    with pytest.raises(UsageError, match="cannot be used"), open_store(tmp_path, silent) as store:
        store.list_runs()


def test_a_row_that_does_not_read_is_one_line(tmp_path: Path, report: Report) -> None:
    with open_store(tmp_path, silent) as store:
        number = store.save_run(report)
    with sqlite3.connect(tmp_path / ".roadworthy/runs.db") as connection:
        connection.execute("UPDATE gaps SET body = '{\"id\": 7}'")
    with (
        open_store(tmp_path, silent) as store,
        pytest.raises(UsageError, match=f"run {number} cannot be read"),
    ):
        store.load_run(number)
