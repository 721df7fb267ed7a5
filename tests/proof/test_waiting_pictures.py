"""Pictures that load as they come near: the nearest may be asked for ahead, the others wait."""

from __future__ import annotations

import pytest

from roadworthy.patterns.network.heavy_images.prove import _nearest_first


@pytest.mark.parametrize(
    ("loaded", "expected"),
    [(["a"], True), (["a", "b"], True), (["c"], False), (["a", "b", "c"], False)],
)
def test_only_pictures_above_all_that_wait_were_loaded_ahead(loaded: list[str], expected: bool) -> None:
    assert _nearest_first({"a": 1_900, "b": 4_000, "c": 6_150}, loaded) is expected
