"""How all tests run: which stay together on one core, and that CI skips nothing."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

from roadworthy.trial.cache_folder import VARIABLE

# A skipped test would have shown something, and nobody would miss it there.
IN_CI = os.environ.get("CI") == "true"

# A shell that starts the tests in the background has them ignore Ctrl-C, and every program they start would, too.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Before its first example Hypothesis looks for constants in each module that is loaded, and counts that as slow drawing.
settings.register_profile("roadworthy", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("roadworthy")


def pytest_configure(config: pytest.Config) -> None:
    """One cache of packages, builds and clusters for all trials of a run, on both cores: each set is installed once, and none that an
    earlier run kept hides an installation that would fail."""
    if VARIABLE not in os.environ:
        made = tempfile.mkdtemp(prefix="roadworthy-tests-")
        os.environ[VARIABLE] = made
        config.add_cleanup(lambda: shutil.rmtree(made, ignore_errors=True))


class ByModule(LoadScopeScheduling):
    """A module's tests stay on one core: they share what was made for them. Cases of patterns have an app each, and are
    most of the time: they are spread."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.split("::")[0]
        return nodeid if module == "tests/patterns/test_cases.py" else module


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByModule:
    return ByModule(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _no_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _no_skip((yield))


def _no_skip(report: Any) -> Any:
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skipped, which counts as a failure in CI: {reason}"
    return report
