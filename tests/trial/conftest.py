"""Trials of small apps, with a cache of their own; skipped where nothing can isolate an app."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from roadworthy.errors import TrialUnavailable
from roadworthy.trial.sandbox import sandbox_kind


@pytest.fixture(autouse=True, scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    try:
        sandbox_kind()
    except TrialUnavailable as why:
        pytest.skip(str(why))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROADWORTHY_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield
