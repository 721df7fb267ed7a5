"""Installed packages do not fill the disk: sets used longest ago go, sets in use stay."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from roadworthy.trial import kept_packages
from roadworthy.trial.kept_packages import give_up_oldest, size, take
from roadworthy.trial.run_folder import PREFIX, sweep

LARGEST = 2**62
TWO_DAYS_AGO = 172_800


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """Three sets of about 40 kB, the first used longest ago."""
    folder = tmp_path / "packages"
    for number, name in enumerate(("first", "second", "third")):
        module = folder / name / "tree" / "node_modules" / "left"
        module.mkdir(parents=True)
        (module / "index.js").write_bytes(os.urandom(40_000))
        os.utime(folder / name, (number, number))
    return folder


def left(packages: Path) -> list[str]:
    return sorted(folder.name for folder in packages.iterdir())


def test_the_sets_used_longest_ago_are_given_up(packages: Path) -> None:
    give_up_oldest(packages, most=size(packages / "third"), spare=0)
    assert left(packages) == ["third"]


def test_nothing_is_given_up_while_all_have_room(packages: Path) -> None:
    give_up_oldest(packages, most=LARGEST, spare=0)
    assert left(packages) == ["first", "second", "third"]


def test_a_disk_that_is_nearly_full_gets_its_room_back(packages: Path) -> None:
    give_up_oldest(packages, most=LARGEST, spare=LARGEST)
    assert left(packages) == []


def test_taking_a_set_makes_it_the_one_used_last(packages: Path) -> None:
    taking = f"from pathlib import Path; from roadworthy.trial.kept_packages import take; assert take(Path({str(packages / 'first')!r}))"
    subprocess.run([sys.executable, "-c", taking], check=True)
    give_up_oldest(packages, most=size(packages / "first"), spare=0)
    assert left(packages) == ["first"]


def test_a_set_in_use_stays_until_its_process_has_ended(packages: Path) -> None:
    using = (
        "import sys; from pathlib import Path; from roadworthy.trial.kept_packages import take; "
        f"print(take(Path({str(packages / 'first')!r})), flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", using], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as user:
        assert user.stdout is not None and user.stdout.readline() == "True\n"
        give_up_oldest(packages, most=0, spare=0)
        assert left(packages) == ["first"]
        user.kill()
    give_up_oldest(packages, most=0, spare=0)
    assert left(packages) == []


def test_a_set_that_is_not_there_cannot_be_taken(packages: Path) -> None:
    assert not take(packages / "fourth")


def test_a_set_that_was_given_up_and_made_again_is_taken_anew(packages: Path) -> None:
    kept = packages / "second"
    assert take(kept)
    kept.rename(packages.parent / "gone")
    assert not take(kept)
    kept.mkdir()
    assert take(kept)


def test_what_a_killed_installation_left_is_removed(packages: Path) -> None:
    old, young = packages / "first.aaaa", packages / "first.bbbb"
    for folder in (old, young):
        folder.mkdir()
    then = young.stat().st_mtime - TWO_DAYS_AGO
    os.utime(old, (then, then))
    give_up_oldest(packages, most=LARGEST, spare=0)
    assert left(packages) == ["first", "first.bbbb", "second", "third"]


def test_a_trials_folder_whose_removal_was_cut_off_is_removed(tmp_path: Path) -> None:
    old, young = tmp_path / f"{PREFIX}old", tmp_path / f"{PREFIX}young"
    for folder in (old, young):
        (folder / "app").mkdir(parents=True)
    then = young.stat().st_mtime - TWO_DAYS_AGO
    os.utime(old, (then, then))
    sweep(tmp_path)
    assert left(tmp_path) == [young.name]


def test_room_is_made_while_the_app_goes_on_unless_the_disk_is_short(
    packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_go_on = threading.Event(), threading.Event()

    def slowly(folder: Path) -> None:
        begun.set()
        may_go_on.wait(10)

    monkeypatch.setattr(kept_packages, "give_up_oldest", slowly)
    monkeypatch.setattr(kept_packages, "SPARE_BYTES", 0)
    kept_packages.make_room(packages)
    assert begun.wait(10), "and the caller was not held up"
    may_go_on.set()
