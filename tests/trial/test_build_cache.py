"""What a build made is kept, and apart from it what the bundler keeps for its next build."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from roadworthy.trial.build_cache import built
from roadworthy.trial.cache_folder import VARIABLE, cache_folder


class Build:
    """An app whose build writes what a Next.js build writes, and counts what it found of an earlier one."""

    def __init__(self, folder: Path, source: str) -> None:
        self.folder, self.ran, self.found = folder, 0, False
        (folder / "src").mkdir(parents=True)
        (folder / "src" / "page.tsx").write_text(source)

    def run(self, command: str) -> None:
        assert command == "next build"
        self.ran += 1
        made = self.folder / ".next"
        self.found = (made / "cache" / "webpack" / "pack").exists()
        for name in ("server/page.js", "cache/webpack/pack"):
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_text((self.folder / "src" / "page.tsx").read_text())

    def build(self) -> Build:
        built(self.folder, ["next build"], "packages-1", {}, self.run, None)
        return self


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))


def test_the_same_sources_are_built_once(tmp_path: Path) -> None:
    first, second = Build(tmp_path / "a", "one").build(), Build(tmp_path / "b", "one").build()
    assert (first.ran, second.ran) == (1, 0)
    assert (tmp_path / "b" / ".next" / "server" / "page.js").read_text() == "one"


def test_a_build_of_other_sources_starts_from_what_the_bundler_kept(tmp_path: Path) -> None:
    first, second = Build(tmp_path / "a", "one").build(), Build(tmp_path / "b", "two").build()
    assert second.ran == 1 and not first.found and second.found
    assert (tmp_path / "b" / ".next" / "server" / "page.js").read_text() == "two"


def test_what_the_bundler_keeps_is_no_part_of_a_kept_build(tmp_path: Path) -> None:
    Build(tmp_path / "a", "one").build()
    kept = [path.name for path in cache_folder("builds").rglob("*") if path.is_file()]
    assert kept == ["page.js"]


def test_no_file_is_taken_for_another_states_by_its_time(tmp_path: Path) -> None:
    then = (1_700_000_000, 1_700_000_000)
    first, second = Build(tmp_path / "a", "one"), Build(tmp_path / "b", "two")
    for app in (first, second):
        os.utime(app.folder / "src" / "page.tsx", then)
    first.build()
    second.build()
    times = [(app.folder / "src" / "page.tsx").stat().st_mtime for app in (first, second)]
    assert times[0] == then[1] != times[1], "a bundler would take the second page for the first"
