"""How all tests run: which stay together on one core, and that CI skips nothing."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any

import pytest

# A skipped test would have shown something, and nobody would miss it there.
IN_CI = os.environ.get("CI") == "true"
# Each of its tests has an app of its own, and they are most of the time: they are spread.
SPREAD = "test_cases.py"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With `--dist loadgroup` the tests of a module stay together: they share what was made for them."""
    for item in items:
        if item.path.name != SPREAD:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


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
