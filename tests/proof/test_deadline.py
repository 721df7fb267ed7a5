"""A proof that hangs ends, and the next one can run."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.frameworks.build import build_app
from roadworthy.proof import Reproduction
from roadworthy.proof.deadline import deadline
from roadworthy.proof.running import reproduce
from roadworthy.trial import Trial, open_trial
from roadworthy.trial.unhurried import unhurried
from tests.trial.small_app import plan, write_app

FINDING = Gap("app", "something", "somebody is hurt", ())
SECONDS = 4.0


@pytest.fixture
def app(tmp_path: Path) -> App:
    return build_app(write_app(tmp_path / "app", "def get_home(request): return 200, '<p>hello</p>', {}"))


@pytest.fixture
def trial(app: App) -> Iterator[Trial]:
    with open_trial(app.root, plan()) as opened:
        yield opened


def driver() -> psutil.Process:
    return next(p for p in psutil.Process().children() if "run-driver" in p.cmdline())


def reads_the_page(_finding: Gap, trial: Trial, _app: App) -> Reproduction:
    with trial.browser() as page:
        page.open("/")
        return Reproduction("cleared", "", page.text())


def loses_its_browser(_finding: Gap, trial: Trial, _app: App) -> Reproduction:
    with trial.browser() as page:
        os.kill(driver().pid, signal.SIGSTOP)
        return Reproduction("cleared", "", page.text())


@pytest.mark.trial
def test_a_proof_whose_browser_hangs_is_untestable_and_the_next_one_runs(trial: Trial, app: App) -> None:
    begun = time.monotonic()
    hung = reproduce(loses_its_browser, FINDING, trial, app, seconds=SECONDS)
    assert hung.state == "untestable" and "did not end within 4 seconds" in hung.observed
    assert time.monotonic() - begun < 60
    after = reproduce(reads_the_page, FINDING, trial, app)
    assert (after.state, after.observed) == ("cleared", "hello")


def waits_for_ever(_finding: Gap, _trial: Trial, _app: App) -> Reproduction:
    signal.pause()
    raise AssertionError("woken by something else")


@pytest.mark.trial
def test_a_proof_that_waits_for_ever_is_ended(trial: Trial, app: App) -> None:
    hung = reproduce(waits_for_ever, FINDING, trial, app, seconds=1.0)
    assert hung.state == "untestable" and "repeat it alone" in hung.observed


def test_what_is_made_once_for_all_proofs_takes_none_of_the_time_of_one() -> None:
    with deadline(60.0):
        with unhurried():
            assert signal.getitimer(signal.ITIMER_REAL)[0] == 0.0
        assert 0.0 < signal.getitimer(signal.ITIMER_REAL)[0] <= 60.0
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0.0
