"""What all tests of repairs share."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "trial: runs an app in the sandbox; takes seconds")
