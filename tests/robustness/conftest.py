"""What the tests of bad input share: places that a command may use, and what runs on this machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path += [str(Path(__file__).parent.parent / part) for part in ("trial", "repair")]


@pytest.fixture(autouse=True, scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache of the tests' own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROADWORTHY_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield
