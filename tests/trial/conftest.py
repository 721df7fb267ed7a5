"""Trials of small apps; skipped where nothing can isolate an app."""

from __future__ import annotations

import pytest

from roadworthy.errors import TrialUnavailable
from roadworthy.trial.sandbox import sandbox_kind


@pytest.fixture(autouse=True, scope="session")
def sandbox() -> None:
    try:
        sandbox_kind()
    except TrialUnavailable as why:
        pytest.skip(str(why))
